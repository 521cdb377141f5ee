import { GetChangeCommand, Route53Client } from '@aws-sdk/client-route-53'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { controlPlane } from './group.ts'

/** Whether all authoritative servers have a change. Ids are not kept for ever, and one can be lost: then `unknown`. */
export async function inSync(changeId: string | null | undefined, world: World): Promise<'yes' | 'no' | 'unknown'> {
  if (changeId == null) return 'unknown'
  try {
    const answer = await world.send(Route53Client, new GetChangeCommand({ Id: changeId }), controlPlane)
    return answer.ChangeInfo?.Status === 'INSYNC' ? 'yes' : 'no'
  } catch (error) {
    if (!isCalled(error, 'NoSuchChange')) throw error
    return 'unknown'
  }
}
