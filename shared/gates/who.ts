import { WrongInput } from '../errors.ts'
import type { AskedRole, GateRecord, HoldRecord, KnownPerson } from '../ledger/records.ts'
import type { Directory } from '../people/directory.ts'
import { holdersOf, type Identity, personOf } from '../people/holders.ts'
import type { PlannedGate } from '../plan/release-plan.ts'
import { nameIn } from '../proof/signer.ts'

type Who = Required<Pick<GateRecord, 'roles' | 'known' | 'breakGlass'>>

/**
 * Who may be heard at a gate: the roles of the plan met with the people as they are now. The requester is left out unless
 * the plan says otherwise, by whichever name they asked.
 */
export function whoSigns(
  directory: Directory,
  planned: PlannedGate,
  { system, requester }: { system: string; requester?: string },
): Who {
  const self = requester === undefined ? [] : whoMayBe(directory, requester)
  const allowed = (person: string) => planned.requesterMaySign || !self.includes(person)
  const roles = Object.fromEntries(
    planned.sign.map(({ role, count }): [string, AskedRole] => {
      const people = holdersOf(directory, role, system).filter(allowed)
      const deputies = [...new Set(people.flatMap((person) => directory.people[person]?.deputies ?? []))]
        .filter((person) => !people.includes(person))
        .filter(allowed)
      return [role, { count, people, ...(deputies.length > 0 && { deputies }) }]
    }),
  )
  const breakGlass = [
    ...new Set((planned.breakGlass ?? []).flatMap((role) => holdersOf(directory, role, system))),
  ].filter(allowed)
  const known = [
    ...new Set([
      ...Object.values(roles).flatMap(({ people, deputies = [] }) => [...people, ...deputies]),
      ...breakGlass,
      // Not heard, but called by name.
      ...self,
    ]),
  ]
  return { roles, known: knownOf(directory, known), breakGlass }
}

/**
 * Who may answer a hold: whoever is on call, everybody who signs for this system's gates, and their deputies, who need not
 * wait: a hold is short.
 */
export function whoAnswers(directory: Directory, gates: readonly PlannedGate[], system: string) {
  const signers = gates.flatMap(({ sign }) => sign.flatMap(({ role }) => holdersOf(directory, role, system)))
  const deputies = signers.flatMap((person) => directory.people[person]?.deputies ?? [])
  return knownOf(directory, [...new Set([...(directory.onCall ?? []), ...signers, ...deputies])])
}

/**
 * The person who answers a hold, who must be one of those whom its record names. A record that names nobody (nobody was
 * published) can be answered by whoever may decide at all: no hold is left without anybody to answer it.
 *
 * @throws {WrongInput}
 */
export function whoAnswered(hold: HoldRecord, said: { release: string; person: string; arn?: string }): string {
  const person = whoSays(hold, said)
  const { known = {} } = hold
  const named = Object.keys(known)
  if (named.length === 0 || Object.hasOwn(known, person)) return person
  throw new WrongInput(
    `${person} may not answer this hold of ${said.release}; it asks ${named.join(', ')}; nothing was changed; one of them answers, by link, in Slack or with tidegate answer`,
  )
}

const knownOf = ({ people }: Directory, names: readonly string[]): Record<string, KnownPerson> =>
  Object.fromEntries(
    names.flatMap((person) => {
      const found = people[person]
      if (found === undefined) return []
      const { name, mail, slack, iam } = found
      return [
        [
          person,
          { ...(name && { name }), ...(mail && { mail }), ...(slack && { slack }), ...(iam && { iam }) },
        ] as const,
      ]
    }),
  )

/**
 * Everybody whom a requester's name may mean. It is only said, and the command line says the beginning of what stands as
 * `iam`: so none of them signs, rather than the wrong one.
 */
const whoMayBe = ({ people }: Directory, said: string): string[] =>
  Object.entries(people).flatMap(([name, one]) => {
    const meant = personOf({ people: { [name]: one } }, anyWay(said)) !== undefined
    return meant || (one.iam !== undefined && nameIn(one.iam) === said.toLowerCase()) ? [name] : []
  })

const anyWay = (said: string): Identity => ({ person: said, mail: said, slack: said, iam: said })

/** The person whom a channel's proof means here; the proof itself where nobody of these is meant. */
export function personIn({ known }: Pick<GateRecord | HoldRecord, 'known'>, said: string): string {
  if (known === undefined) return said
  return personOf(directoryOf(known), anyWay(said)) ?? said
}

const directoryOf = (known: Readonly<Record<string, KnownPerson>>): Directory => ({
  people: Object.fromEntries(Object.entries(known).map(([name, one]) => [name, { ...one, roles: ['any'] }])),
})

/**
 * Who says something here. Whom AWS named is known by what stands for `iam` and by nothing else: an IAM user who happens
 * to be called like somebody is not them.
 */
export function whoSays(
  asked: Pick<GateRecord | HoldRecord, 'known'>,
  { person, arn }: { person: string; arn?: string },
): string {
  if (arn === undefined || asked.known === undefined) return personIn(asked, person)
  const meant = personOf(directoryOf(asked.known), { iam: person, arn })
  return meant ?? (Object.hasOwn(asked.known, person) ? arn : person)
}

export const calledIn = ({ known }: Pick<GateRecord | HoldRecord, 'known'>, person: string): string =>
  known?.[person]?.name ?? person
