import { describe, expect, it } from 'vitest'
import type { Directory } from '../../../shared/people/directory.ts'
import { holdersOf, personOf } from '../../../shared/people/holders.ts'
import { tellFault } from '../../../shared/plan/fault.ts'
import { loadPeople } from '../../../shared/plan/load.ts'
import { sources } from '../plan/files.ts'

const directory: Directory = {
  people: {
    ana: { roles: ['engineering-lead'], mail: 'Ana@serveml.example', slack: 'U0ANA' },
    bo: { roles: ['engineering-lead'], systems: ['other'], iam: 'bo.berg' },
  },
}

describe('a person', () => {
  it.each([
    [{ person: 'ana' }, 'ana'],
    [{ mail: 'ana@SERVEML.example' }, 'ana'],
    [{ slack: 'U0ANA' }, 'ana'],
    [{ iam: 'ana' }, 'ana'],
    [{ iam: 'bo.berg' }, 'bo'],
    [{ iam: 'bo' }, undefined],
    [{ person: 'toString' }, undefined],
    [{ mail: 'ana@elsewhere.test' }, undefined],
    [{}, undefined],
  ] as const)('known as %o is %s', (identity, person) => {
    expect(personOf(directory, identity)).toBe(person)
  })

  it('holds a role for their systems only', () => {
    expect(holdersOf(directory, 'engineering-lead', 'serveml')).toEqual(['ana'])
    expect(holdersOf(directory, 'engineering-lead', 'other')).toEqual(['ana', 'bo'])
    expect(holdersOf(directory, 'executive', 'serveml')).toEqual([])
  })
})

describe('people.yaml is read strictly, one message per fault:', () => {
  const { people } = sources()
  const faults = (from: string, to: string): string[] => {
    if (!people.text.includes(from)) throw new Error(`${from} is not in it`)
    const read = loadPeople({ ...people, text: people.text.replace(from, to) })
    return read.ok ? [] : read.faults.map(tellFault)
  }

  it('ours has none', () => expect(loadPeople(people).ok).toBe(true))
  it.each<[string, string, RegExp]>([
    ['mail: ana@serveml.example', 'mail: ana', /people\.ana\.mail: "ana" is no mail address/],
    ['slack: U0ANA', 'slack: ana', /people\.ana\.slack: "ana" is no Slack member id/],
    ['roles: [engineering-lead]', 'rolls: [engineering-lead]', /people\.ana\.rolls: "rolls" is unknown/],
    [
      'deputies: [gus]',
      'deputies: [guss]',
      /people\.ana\.deputies\[0\]: "guss" is not among the people of people\.yaml/,
    ],
    ['onCall: [cy', 'onCall: [cyy', /onCall\[0\]: "cyy" is not among the people of people\.yaml/],
    ['name: Ana Alvarez', 'sms: 0155', /people\.ana\.sms/],
    ['mail: bo@', 'mail: ANA@', /people\.bo\.mail: ANA@serveml\.example is ana already.*lets one sign for the other/],
    ['slack: U0BO', 'slack: U0ANA', /people\.bo\.slack: U0ANA is ana already/],
    ['slack: U0ANA', 'iam: Bo', /people\.ana\.iam: Bo is bo already/],
    [
      'slack: U0ANA',
      'iam: bo@contractor.example',
      /people\.ana\.iam: bo@contractor\.example is bo for short, and so is bo[\s\S]*say the whole name of bo too/,
    ],
    ['slack: U0ANA', 'iam: ""', /people\.ana\.iam/],
    ['team: T0SERVEML', 'team: serveml', /slack\.team: "serveml" is no Slack workspace id/],
  ])('%s → %s', (from, to, told) => {
    const [first, ...rest] = faults(from, to)
    expect(first).toMatch(told)
    expect(rest).toEqual([])
  })
})
