import * as z from 'zod/mini'
import { shown, told } from '../plan/schema/told.ts'

const says = (description: string) => z.describe(description)
const Word = z.string().check(
  z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error: told('is no name', 'it stands in keys and messages', 'use lower case letters, digits and dashes'),
  }),
)
const shaped = (shape: RegExp, what: string, why: string, right: string) =>
  z.string().check(z.regex(shape, { error: ({ input }) => told(`${shown(input)} is ${what}`, why, right) }))

const Mail = shaped(
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  'no mail address',
  'requests to sign go there',
  'write ana@serveml.example',
)
const Telephone = shaped(
  /^\+[1-9]\d{6,14}$/,
  'no telephone number',
  'SNS takes E.164 only',
  'write it with its country and in quotes: "+15550100"',
)
const Member = shaped(
  /^[UW][A-Z0-9]{2,}$/,
  'no Slack member id',
  'names can be changed by their owners, ids cannot',
  'copy it from the profile: U0ANA',
)
const Team = shaped(/^T[A-Z0-9]{2,}$/, 'no Slack workspace id', 'other workspaces do not count', 'write T0SERVEML')
const Channel = shaped(/^[CG][A-Z0-9]{2,}$/, 'no Slack channel id', 'names of channels change', 'write C0RELEASES')

const Person = z.strictObject({
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(80), says('as pages and messages call them'))),
  roles: z.array(Word).check(z.minLength(1), says('what they may sign as')),
  systems: z.optional(z.array(Word).check(says('systems that they hold their roles for; all when left out'))),
  mail: z.optional(Mail.check(says('where requests to sign go'))),
  sms: z.optional(Telephone.check(says('a telephone number in E.164, for short messages'))),
  slack: z.optional(Member.check(says('Slack member id'))),
  iam: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        says(
          'IAM user, or session name of an assumed role; a whole ARN where sessions can be named at will; their own name when left out',
        ),
      ),
  ),
  deputies: z.optional(
    z.array(Word).check(says('who may sign in their place once a gate has waited for three quarters of its time')),
  ),
})
export type Person = z.infer<typeof Person>

/**
 * `people.yaml`: who holds which roles and how they are reached. Published like a plan and read when a gate opens, so that
 * nobody's leaving changes a plan's digest.
 */
export const Directory = z.strictObject({
  people: z.record(Word, Person).check(says('who holds which roles, and how they are reached')),
  onCall: z.optional(z.array(Word).check(says('who is called when a person is needed, in this order'))),
  slack: z.optional(
    z
      .strictObject({
        team: Team.check(says('the workspace whose members count')),
        channels: z.record(z.string(), Channel).check(says('where releases are told: by system, and `all` for others')),
      })
      .check(says('where people talk')),
  ),
})
export type Directory = z.infer<typeof Directory>

/** How a channel knows somebody: by their key, their mail, their Slack id in our workspace, their IAM name or whole ARN. */
export type Identity = { readonly [how in 'person' | 'mail' | 'slack' | 'iam' | 'arn']?: string }

/** The one person behind what a channel has proved, or nobody. */
export function personOf({ people }: Directory, identity: Identity): string | undefined {
  if (identity.person !== undefined && Object.hasOwn(people, identity.person)) return identity.person
  const same = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
  return Object.keys(people).find((name) => {
    const { mail, slack, iam } = people[name]!
    return (
      same(mail, identity.mail) ||
      same(slack, identity.slack) ||
      same(iam ?? name, identity.iam) ||
      (iam !== undefined && iam === identity.arn)
    )
  })
}

/** Everybody who holds a role for a system. */
export const holdersOf = ({ people }: Directory, role: string, system: string): string[] =>
  Object.keys(people).filter((name) => {
    const { roles, systems } = people[name]!
    return roles.includes(role) && (systems === undefined || systems.includes(system))
  })

export const nameOf = ({ people }: Pick<Directory, 'people'>, person: string): string => people[person]?.name ?? person
