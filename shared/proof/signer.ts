import { partitionOf } from '../permissions/permission.ts'
import type { Home } from '../world.ts'

/** Who signed, as STS says: never as anybody says of themselves. */
export interface Signer {
  readonly arn: string
  /** The name by which gates know people: the IAM user's, or the session's of an assumed role. */
  readonly person: string
}

/** Users, sessions of roles, and the root user. Whoever federates a user chooses its name: that is no proof of a name. */
const shape = /^arn:([\w-]+):(?:iam|sts)::(\d{12}):(?:user\/[\w+=,.@/-]+|assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|root)$/

/** What an ARN says; a sentence when nobody of this account can be meant by it. */
export function signerOf(arn: string, { account, region }: Pick<Home, 'account' | 'region'>): Signer | string {
  const [, partition, of] = shape.exec(arn) ?? []
  if (of === undefined) return 'AWS knows the signer, but neither as a user nor as the session of a role'
  if (of !== account || partition !== partitionOf(region)) return `the signer is of account ${of}, not of ${account}`
  return { arn, person: nameIn(arn) }
}

/**
 * `arn:aws:iam::…:user/ops/ana` → `ana`; `arn:aws:sts::…:assumed-role/Release/ana` → `ana`. A session named by a mail
 * address, as IAM Identity Center names them, is whom the address names in front of its @.
 */
export function nameIn(arn: string): string {
  const last = arn.split(/[/:]/).at(-1) ?? arn
  return last
    .split('@')[0]!
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
}
