import type { Directory } from './directory.ts'

/** How a channel knows somebody: by their key, their mail, their Slack id in our workspace, their IAM name or whole ARN. */
export type Identity = { readonly [how in 'person' | 'mail' | 'slack' | 'iam' | 'arn']?: string }

/**
 * The one person behind what a channel has proved, or nobody. Whom `iam` names in full, by ARN or by the whole name of a user
 * or session, comes before whoever is only called like the beginning of it.
 */
export function personOf({ people }: Directory, identity: Identity): string | undefined {
  if (identity.person !== undefined && Object.hasOwn(people, identity.person)) return identity.person
  const same = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
  const names = Object.keys(people)
  const whole = identity.arn?.split(/[/:]/).at(-1)
  const inFull = names.find((name) => {
    const { iam } = people[name]!
    return iam !== undefined && (iam === identity.arn || same(iam, whole))
  })
  if (inFull !== undefined) return inFull
  return names.find((name) => {
    const { mail, slack, iam } = people[name]!
    return same(mail, identity.mail) || same(slack, identity.slack) || same(iam ?? name, identity.iam)
  })
}

/** Everybody who holds a role for a system. */
export const holdersOf = ({ people }: Directory, role: string, system: string): string[] =>
  Object.keys(people).filter((name) => {
    const { roles, systems } = people[name]!
    return roles.includes(role) && (systems === undefined || systems.includes(system))
  })

export const nameOf = ({ people }: Pick<Directory, 'people'>, person: string): string => people[person]?.name ?? person
