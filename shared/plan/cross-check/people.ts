import type { Directory } from '../../people/directory.ts'
import { holdersOf } from '../../people/holders.ts'
import { nameIn } from '../../proof/signer.ts'
import { type CrossCheck, type Crossed, known } from './port.ts'

/** Gates that can open, and a rehearsal whose people exist. */
export const people: CrossCheck = ({ plan, people: directory }) => {
  const names = Object.keys(directory.people)
  const roles = [...new Set(Object.values(directory.people).flatMap((person) => person.roles))]
  const faults: Crossed[] = standIns(directory)
  for (const [gate, asked] of Object.entries(plan.gates)) {
    for (const [at, one] of (asked?.sign ?? []).entries()) {
      const { role, count } = typeof one === 'string' ? { role: one, count: 1 } : one
      const path = ['gates', gate, 'sign', at]
      faults.push(...known(path, role, roles, 'the roles that people.yaml gives'))
      const holders = holdersOf(directory, role, plan.system)
      if (!roles.includes(role) || holders.length >= count) continue
      const what = `${count} × ${role} are asked, and there ${holders.length === 1 ? 'is' : 'are'} ${holders.join(', ') || 'nobody'}`
      faults.push({
        of: 'plan',
        path,
        what,
        why: 'the gate could never open',
        right: 'ask fewer, or give the role to more people',
      })
    }
  }
  for (const [gate, asked] of Object.entries(plan.gates)) {
    for (const [at, role] of (asked?.breakGlass ?? []).entries())
      faults.push(...known(['gates', gate, 'breakGlass', at], role, roles, 'the roles that people.yaml gives'))
  }
  for (const [gate, deeds] of Object.entries(plan.rehearsal?.people ?? {})) {
    const gates = Object.keys(plan.gates)
    faults.push(...known(['rehearsal', 'people', gate], gate, gates, 'the gates of this plan'))
    for (const [at, { person }] of deeds.entries())
      faults.push(...known(['rehearsal', 'people', gate, at, 'person'], person, names, 'the people of people.yaml'))
  }
  for (const [point, { person }] of Object.entries(plan.rehearsal?.holds ?? {}))
    faults.push(...known(['rehearsal', 'holds', point, 'person'], person, names, 'the people of people.yaml'))
  return faults
}

/** Whoever stands in for somebody, or is called at night, must be there; and a name, in whatever channel, is one person's. */
export function standIns({ people: persons, onCall = [] }: Directory): Crossed[] {
  const names = Object.keys(persons)
  const where = 'the people of people.yaml'
  return [
    ...Object.entries(persons).flatMap(([name, { deputies = [] }]) =>
      deputies.flatMap((one, at) => known(['people', name, 'deputies', at], one, names, where)),
    ),
    ...onCall.flatMap((one, at) => known(['onCall', at], one, names, where)),
    ...sharedNames(persons),
    ...shortNames(persons),
  ].map((fault) => ({ ...fault, of: 'people' as const }))
}

/** On the command line a session is known by what stands in front of its @, unless `iam` says the whole of it. */
function shortNames(persons: Directory['people']): Omit<Crossed, 'of'>[] {
  const known = new Map(Object.entries(persons).map(([name, { iam }]) => [(iam ?? name).toLowerCase(), name]))
  return Object.entries(persons).flatMap(([name, { iam }]) => {
    const short = iam === undefined ? name : nameIn(iam)
    const other = known.get(short) ?? name
    if (iam === undefined || other === name || short === iam.toLowerCase()) return []
    return [
      {
        path: ['people', name, 'iam'],
        what: `${iam} is ${short} for short, and so is ${other}`,
        why: 'where a gate asks only one of them, the other could sign for them',
        right: `say the whole name of ${other} too, as their iam`,
      },
    ]
  })
}

/** Channels prove a name, and whoever it means signs: two who share one could sign for each other. */
function sharedNames(persons: Directory['people']): Omit<Crossed, 'of'>[] {
  const whose = new Map(Object.keys(persons).map((name) => [name, name]))
  return Object.entries(persons).flatMap(([name, person]) =>
    (['mail', 'sms', 'slack', 'iam'] as const).flatMap((channel) => {
      const own = person[channel]?.toLowerCase()
      if (own === undefined) return []
      const other = whose.get(own) ?? name
      whose.set(own, other)
      if (other === name) return []
      return [
        {
          path: ['people', name, channel],
          what: `${person[channel]} is ${other} already`,
          why: 'a name that two people share lets one sign for the other',
          right: 'give it to one of them',
        },
      ]
    }),
  )
}
