import { type CrossCheck, type Crossed, known } from './port.ts'

/** Gates that can open, and a rehearsal whose people exist. */
export const people: CrossCheck = ({ plan, environment }) => {
  const persons = Object.entries(environment.people)
  const roles = [...new Set(persons.flatMap(([, person]) => person.roles))]
  const faults: Crossed[] = []
  for (const [gate, asked] of Object.entries(plan.gates)) {
    for (const [at, one] of (asked?.sign ?? []).entries()) {
      const { role, count } = typeof one === 'string' ? { role: one, count: 1 } : one
      const path = ['gates', gate, 'sign', at]
      faults.push(...known(path, role, roles, 'the roles that people of the environment have'))
      const holders = persons.filter(([, person]) => person.roles.includes(role)).map(([name]) => name)
      if (holders.length === 0 || holders.length >= count) continue
      const what = `${count} × ${role} are asked, and there ${holders.length === 1 ? 'is' : 'are'} ${holders.join(', ')}`
      faults.push({
        of: 'plan',
        path,
        what,
        why: 'the gate could never open',
        right: 'ask fewer, or give the role to more people',
      })
    }
  }
  const names = persons.map(([name]) => name)
  for (const [gate, deeds] of Object.entries(plan.rehearsal?.people ?? {})) {
    const gates = Object.keys(plan.gates)
    faults.push(...known(['rehearsal', 'people', gate], gate, gates, 'the gates of this plan'))
    for (const [at, { person }] of deeds.entries())
      faults.push(...known(['rehearsal', 'people', gate, at, 'person'], person, names, "the environment's people"))
  }
  for (const [point, { person }] of Object.entries(plan.rehearsal?.holds ?? {}))
    faults.push(...known(['rehearsal', 'holds', point, 'person'], person, names, "the environment's people"))
  return faults
}
