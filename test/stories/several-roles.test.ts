import { describe, expect, it } from 'vitest'
import { decideByLink } from '../../shared/gates/by-link.ts'
import type { Night, Wanted } from './at-the-gate.ts'
import { nightly, say, signed } from './signing.ts'

const start = nightly()
const asks = (night: Night, person: string) =>
  night.sent().filter(({ attributes }) => attributes['approver'] === person)
const decided = (night: Night) => night.until(() => night.gate()?.decision !== undefined)

/** Gives roles of the gate to people besides their own. */
const also = (roles: Readonly<Record<string, readonly string[]>>): Wanted => ({
  people: ({ people }) => {
    for (const [person, more] of Object.entries(roles)) people[person]!.roles.push(...more)
  },
})

describe('a person who holds two roles of a gate', () => {
  it('is asked once, as either, and signs as the one that nobody else can', async () => {
    const night = await start(also({ cy: ['security-lead'] }))
    const [mail, ...more] = asks(night, 'cy')
    expect(more).toEqual([])
    expect(mail!.message).toContain('sign or reject it as security lead or operations lead')
    await say(night, 'cy')
    expect(night.sign('cy')).toMatchObject({ role: 'operations-lead' })
    for (const person of ['ana', 'bo']) await say(night, person)
    await decided(night)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
  })

  it('signs as what is still missing when others have signed', async () => {
    const night = await start(also({ gus: ['engineering-lead', 'operations-lead'] }))
    await say(night, 'ana')
    await say(night, 'bo')
    await say(night, 'gus')
    expect(night.sign('gus')).toMatchObject({ role: 'operations-lead' })
    await decided(night)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
  })

  it('takes another role than who signs in the very same moment', async () => {
    const both = ['engineering-lead', 'operations-lead']
    const night = await start(also({ ana: both.slice(1), cy: both.slice(0, 1) }))
    await say(night, 'bo')
    await night.run((world) =>
      Promise.all(['ana', 'cy'].map((person) => decideByLink(world, night.token(person), signed))),
    )
    expect([night.sign('ana')?.role, night.sign('cy')?.role].sort()).toEqual(both)
    await decided(night)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
  })

  it('is not awaited for the other once they have signed, and not reminded of it', async () => {
    const night = await start(also({ cy: ['security-lead'] }))
    await say(night, 'cy')
    const before = night.sent().length
    await night.until(() => night.gate()?.remindedAt !== undefined)
    const reminded = night.sent().slice(before)
    expect(reminded.map(({ attributes }) => attributes['approver']).sort()).toEqual(['ana', 'bo'])
  })

  it('signs once for all of them where the plan lets one signature count for several', async () => {
    const night = await start({
      ...also({ ana: ['security-lead', 'operations-lead'] }),
      plan: (gates) => {
        gates['go']!['severalRoles'] = true
      },
    })
    expect(asks(night, 'ana')[0]!.message).toContain('as engineering lead and security lead and operations lead')
    await say(night, 'ana')
    await decided(night)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
  })
})
