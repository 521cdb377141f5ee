import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
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
  return { arn: Arn, account: Account, person: personOf(Arn) }
}

/**
 * `arn:aws:iam::…:user/ops/ana` → `ana`; `arn:aws:sts::…:assumed-role/Release/ana` → `ana`. A session named by a mail
 * address, as IAM Identity Center names them, is whom the address names in front of its @.
 */
export function personOf(arn: string): string {
  const last = arn.split(/[/:]/).at(-1) ?? arn
  return last
    .split('@')[0]!
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
}
