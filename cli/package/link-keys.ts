import type { Naming } from '../../shared/permissions/index.ts'
import { sub, type Variables } from './cloudformation.ts'

/** Keys of links besides the stack's own: while a key is changed, links of both are good. */
export interface LinkKeys {
  /** ARNs, or `own` for the stack's key: the first signs, all verify. */
  readonly linkKeys: readonly string[]
}

const own = '${LinkKey.Arn}'
const arns = ({ linkKeys }: LinkKeys): string[] => linkKeys.map((one) => (one === 'own' ? own : one))

/** The names of a stage, and the keys that its links are signed with. */
export const withLinkKeys = (names: Naming, settings: LinkKeys): Naming =>
  settings.linkKeys.length === 0 ? names : { ...names, linkKeys: arns(settings) }

/**
 * Tells a function all of them; nothing where the stack's own is all there is, however that is said: the same value in other
 * words would be a new version to osls and none to Lambda, and the deployment would fail.
 */
export const linkKeysEnvironment = (settings: LinkKeys): Variables =>
  settings.linkKeys.every((one) => one === 'own') ? {} : { TIDEGATE_LINK_KEYS: sub(arns(settings).join(',')) }
