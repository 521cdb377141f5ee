import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53'
import { same } from '../../changes/same.ts'
import { Conflicted } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { type Address, asRecordSet, controlPlane, type Member, readGroup } from './group.ts'

/**
 * Swaps exactly the records that differ, all or none: DELETE names every value it expects to find, so that a change
 * somebody else made in between fails the batch instead of being overwritten. UPSERT would overwrite blindly.
 *
 * @returns the change's id, or null when an earlier attempt had done it
 * @throws {Conflicted}
 */
export async function swap(
  at: Address,
  found: readonly Member[],
  to: readonly Member[],
  comment: string,
  resource: string,
  world: World,
): Promise<string | null> {
  const gone = found.filter((one) => !to.some((other) => same(one, other)))
  const made = to.filter((one) => !found.some((other) => same(one, other)))
  const Changes = [
    ...gone.map((one) => ({ Action: 'DELETE' as const, ResourceRecordSet: asRecordSet(at, one) })),
    ...made.map((one) => ({ Action: 'CREATE' as const, ResourceRecordSet: asRecordSet(at, one) })),
  ]
  if (Changes.length === 0) return null
  const input = { HostedZoneId: at.zone, ChangeBatch: { Comment: comment.slice(0, 256), Changes } }
  try {
    const answer = await world.send(Route53Client, new ChangeResourceRecordSetsCommand(input), controlPlane)
    return answer.ChangeInfo?.Id ?? null
  } catch (error) {
    if (!isCalled(error, 'InvalidChangeBatch')) throw error
    const now = await readGroup(at, world)
    if (same(now, [...to])) return null
    throw new Conflicted(resource, `${JSON.stringify(now)} (Route 53: ${(error as Error).message})`)
  }
}
