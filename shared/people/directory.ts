import * as z from 'zod/mini'

const word = (what: string) =>
  z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, `${what}: lower case letters, digits and dashes`))
const Person = z.strictObject({
  /** As pages and messages call them. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  roles: z.array(word('a role')).check(z.minLength(1)),
  /** Systems that they hold their roles for; absent: all. */
  systems: z.optional(z.array(word('a system'))),
  mail: z.optional(z.string().check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'a mail address: ana@serveml.example'))),
  /** E.164, for messages of last resort. */
  sms: z.optional(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'a telephone number in E.164: "+15550100"'))),
  /** Member id of the Slack workspace below, as `U0ANA`; names can be changed by their owners, ids cannot. */
  slack: z.optional(z.string().check(z.regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack member id: U0ANA'))),
  /** IAM user name, or session name of an assumed role. */
  iam: z.optional(z.string()),
  /** Who may sign in their place once a gate has waited for three quarters of its time. */
  deputies: z.optional(z.array(z.string())),
})
export type Person = z.infer<typeof Person>

/**
 * `people.yaml`: who holds which roles and how they are reached. Published like a plan and read when a gate opens, so that
 * nobody's leaving changes a plan's digest.
 */
export const Directory = z.strictObject({
  people: z.record(word('a person'), Person),
  /** Called when a person is needed, in this order. */
  onCall: z.optional(z.array(z.string())),
  /** The workspace whose members count, and the channels where releases are told: by system, and `all` for the others. */
  slack: z.optional(
    z.strictObject({
      team: z.string().check(z.regex(/^T[A-Z0-9]{2,}$/, 'a Slack workspace id: T0SERVEML')),
      channels: z.record(z.string(), z.string().check(z.regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id: C0RELEASES'))),
    }),
  ),
})
export type Directory = z.infer<typeof Directory>

/** How a channel knows somebody: by their key, their mail, their Slack id in our workspace, or their IAM name. */
export type Identity = { readonly [how in 'person' | 'mail' | 'slack' | 'iam']?: string }

/** The one person behind what a channel has proved, or nobody. */
export function personOf({ people }: Directory, identity: Identity): string | undefined {
  if (identity.person !== undefined && Object.hasOwn(people, identity.person)) return identity.person
  const same = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
  return Object.keys(people).find((name) => {
    const { mail, slack, iam } = people[name]!
    return same(mail, identity.mail) || same(slack, identity.slack) || same(iam, identity.iam)
  })
}

/** Everybody who holds a role for a system. */
export const holdersOf = ({ people }: Directory, role: string, system: string): string[] =>
  Object.keys(people).filter((name) => {
    const { roles, systems } = people[name]!
    return roles.includes(role) && (systems === undefined || systems.includes(system))
  })

export const nameOf = ({ people }: Pick<Directory, 'people'>, person: string): string => people[person]?.name ?? person
