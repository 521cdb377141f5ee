import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { nameIn } from '../../shared/proof/signer.ts'
import type { World } from '../../shared/world.ts'

/** Who runs the command, as AWS says. */
export interface Identity {
  readonly arn: string
  readonly account: string
  /** The name by which gates know people: the IAM user's, or the session's of an assumed role. */
  readonly person: string
}

export async function readIdentity(world: World): Promise<Identity> {
  const { Arn = '', Account = '' } = await world.send(STSClient, new GetCallerIdentityCommand({}))
  return { arn: Arn, account: Account, person: nameIn(Arn) }
}
