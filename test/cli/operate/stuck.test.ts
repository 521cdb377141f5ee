import { afterEach, describe, expect, it } from 'vitest'
import { answer, tell } from '../../../cli/operate/ask.ts'
import { evidence } from '../../../cli/operate/evidence.ts'
import { release } from '../../../cli/operate/release.ts'
import { rollback } from '../../../cli/operate/rollback.ts'
import { status } from '../../../cli/operate/status.ts'
import { armFault, parseFault } from '../../../rehearsal/faults/index.ts'
import type { Armed } from '../../../rehearsal/faults/port.ts'
import { letPeopleAnswer } from '../../../rehearsal/people.ts'
import { fold } from '../../../shared/evidence/fold.ts'
import { ledger } from '../../../shared/ledger/index.ts'
import { memoryStore } from '../../../shared/ledger/memory-store.ts'
import { emptyFolder } from '../tidegate.ts'
import { everythingIn, type Night, night, recordOf } from './night.ts'

const id = 'serveml-2-4-0-1'
const wish = { version: '2.4.0', environment: 'production', waive: [] }
const alarmAt25 = {
  kind: 'alarm',
  alarm: 'serveml-5xx',
  at: { action: 'api.serveml.example', step: 25, is: 'settled', plusSeconds: 120 },
}
const cannotPutBack = { kind: 'refuse-call', call: 'Lambda.UpdateAlias', how: 'denied', function: 'cutover', from: 3 }

let open: Night | undefined
afterEach(() => open?.end())

/** A release that was started, with the plan's people at its gates. */
async function going(...faults: object[]): Promise<Night> {
  open = await night()
  const { bench, scene } = open
  const armed = Object.assign(bench, { release: id, startAgain() {}, people: scene.people }) as unknown as Armed
  for (const fault of faults) armFault(parseFault(fault, 'test'), armed)
  letPeopleAnswer(bench, { gates: scene.people.gates, holds: {} })
  await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', wish, out))
  return open
}
const ended = (one: Night) =>
  one.until(({ table, functions }) => {
    const record = table.get({ pk: `RELEASE#${id}`, sk: 'RELEASE' })
    return record?.['outcome'] !== undefined && !functions.busy
  })
const settled25 = (one: Night) =>
  one.until(({ table }) =>
    table
      .dump()
      .some((item) => item['action'] === 'api.serveml.example' && item['step'] === 25 && item['state'] === 'settled'),
  )
const back = (one: Night, person = 'cy', watch = false) =>
  one.as(person, (tidegate, out) => rollback(tidegate, id, { reason: 'the right was missing', watch }, out))
const show = (one: Night) => one.as('ana', (tidegate, out) => status(tidegate, id, { environment: 'production' }, out))
const resolve = (one: Night, person: string) =>
  one.as(person, (tidegate, out) => tell(tidegate, 'resolve', id, 'put right by hand', out))

describe('a person who starts the way back', () => {
  it('of a release that is moving users sees it through to rolled-back', async () => {
    const one = await going()
    await settled25(one)
    const said = await back(one, 'cy', true)
    expect(said.text).toContain('the way back begins: cy asked for it: the right was')
    expect(said.text).toMatch(/rolled-back {2}serveml-2-4-0-1/)
    expect(said.code).toBe(11)
    await one.until(({ functions }) => !functions.busy)
    expect(recordOf(one.bench, id)).toMatchObject({
      claims: 1,
      claimsForgiven: 0,
      backBecause: expect.stringContaining('cy'),
    })
  })

  it('of a release that has changed nothing yet ends it refused, and its execution with it', async () => {
    const one = await going()
    await one.until(({ table }) => table.get({ pk: `RELEASE#${id}`, sk: 'GATE#go' })?.['requestedAt'] !== undefined)
    expect(await back(one)).toMatchObject({ code: 0 })
    await ended(one)
    expect(recordOf(one.bench, id)).toMatchObject({ outcome: 'refused' })
    const [own] = one.bench.engine.listExecutions({ machine: 'tidegate-release' })
    expect(own).toMatchObject({ status: 'ABORTED' })
    expect((await back(one)).text).toContain('ended refused')
  })

  it('of a release that is on its way back is told since when, and starts nothing', async () => {
    const one = await going(alarmAt25)
    await one.until(({ table }) => table.dump().some((item) => item['state'] === 'undoing'))
    const said = await back(one)
    expect(said).toMatchObject({ code: 10 })
    expect(said.text).toContain('is on the way back since 2026-11-21')
    expect(one.bench.engine.listExecutions({ machine: 'tidegate-rollback' })).toHaveLength(1)
  })

  it('of a stuck release takes it up again, and it ends rolled-back', async () => {
    const one = await going(alarmAt25, cannotPutBack)
    await ended(one)
    const stuck = await show(one)
    expect(stuck.text).toContain(': stuck at ')
    expect(stuck.text).toMatch(/not back {3}lambda-alias\/.* \(failed\)/)
    expect(stuck.text).toContain(`next       put right what is named above, then: tidegate rollback ${id} --reason "…"`)
    expect(stuck.text).toContain('lock       held by this release')
    const said = await back(one, 'cy', true)
    expect(said.code).toBe(11)
    expect((await show(one)).text).toContain('lock       free')
  })

  it('of a release that was kept is told that a newer one is live, and which version to release instead', async () => {
    const one = await going()
    await ended(one)
    expect(recordOf(one.bench, id)).toMatchObject({ outcome: 'released' })
    const before = everythingIn(one.bench)
    const said = await back(one)
    expect(said.code).toBe(10)
    expect(said.text).toMatch(
      /^serveml-2-4-0-1 was kept at .*; nothing was changed; going back now is a release of the version before: tidegate release serveml --version /,
    )
    const key = { pk: 'LIVE#serveml#production', sk: 'LIVE' }
    const live = one.bench.table.get(key)!
    one.bench.table.write([{ put: { ...live, release: 'serveml-2-4-1-1', version: '2.4.1' } }])
    expect((await back(one)).text).toContain('; 2.4.1 was released after it, by serveml-2-4-1-1; nothing was changed')
    one.bench.table.write([{ put: live }])
    expect(everythingIn(one.bench)).toBe(before)
    expect(one.bench.engine.listExecutions({ machine: 'tidegate-rollback' })).toHaveLength(0)
  })
})

describe('a stuck release', () => {
  it('is resolved by a signature, which frees its lock; then nobody takes it up again', async () => {
    const one = await going(alarmAt25, cannotPutBack)
    await ended(one)
    const said = await resolve(one, 'cy')
    expect(said).toMatchObject({ code: 0 })
    expect(said.text).toContain('resolved by cy; the lock is free')
    expect(recordOf(one.bench, id)).toMatchObject({ outcome: 'stuck', resolvedBy: 'cy' })
    const told = one.bench.table.dump().find((item) => item['what'] === 'resolved')
    expect(told?.['facts']).toMatchObject({ by: 'cy', proved: 'iam', arn: 'arn:aws:iam::111122223333:user/cy' })
    expect(one.bench.table.dump().some((item) => item.pk.startsWith('LOCK#'))).toBe(false)
    const late = await back(one)
    expect(late).toMatchObject({ code: 10 })
    expect(late.text).toContain('was resolved by cy and holds no lock any more')
    const again = await resolve(one, 'bo')
    expect(again).toMatchObject({ code: 10 })
    expect(again.text).toContain('resolved by cy')
  })

  it('is what resolve is for: nothing else is resolved', async () => {
    const one = await going()
    await settled25(one)
    const said = await resolve(one, 'cy')
    expect(said).toMatchObject({ code: 10 })
    expect(said.text).toContain('it is open; only what is stuck is resolved; nothing was changed')
    expect(recordOf(one.bench, id)).not.toHaveProperty('resolvedBy')
  })
})

describe('an operator who halts a release', () => {
  const halt = (one: Night) => one.as('cy', (tidegate, out) => tell(tidegate, 'halt', id, 'odd graphs', out))
  const say = (one: Night, what: 'go-on' | 'roll-back', person = 'cy') =>
    one.as(person, (tidegate, out) => answer(tidegate, id, { answer: what, reason: 'we looked' }, out))
  const held = (one: Night) =>
    one.until(({ table, functions }) => table.dump().some((item) => item.sk.startsWith('HOLD#')) && !functions.busy)

  it('is told how to answer, sees it hold, goes on, and it is released', async () => {
    const one = await going()
    await settled25(one)
    expect((await halt(one)).text).toContain('halts at the next safe point')
    await held(one)
    const card = await show(one)
    expect(card.text).toMatch(
      /hold {7}at api\.serveml\.example\/25: .*cy asked to halt: odd graphs; asks cy, ana, gus, .* until .*, then roll-back/,
    )
    expect(card.text).toContain(`next       tidegate answer ${id} go-on | step-back | roll-back --reason "…"`)
    expect(card.text).toContain('users      25 % of api.serveml.example on the new version')
    const stranger = await say(one, 'go-on', 'mallory')
    expect(stranger.text).toMatch(/mallory may not answer this hold of .*; it asks cy, ana, gus, /)
    expect((await say(one, 'go-on')).text).toContain('go-on by cy at api.serveml.example/25')
    await one.until(({ table }) =>
      table.dump().some((item) => item.sk.startsWith('HOLD#') && item['answer'] === 'go-on'),
    )
    const report = fold(await ledger(memoryStore({ table: one.bench.table })).everything(id))
    const arn = 'arn:aws:iam::111122223333:user/cy'
    expect(report.holds).toMatchObject([{ answer: 'go-on', by: 'cy', proved: 'iam', arn }])
    const late = await say(one, 'roll-back', 'ana')
    expect(late).toMatchObject({ code: 10 })
    expect(late.text).toMatch(/was answered go-on by cy at .* \(we looked\); nothing was changed/)
    await ended(one)
    expect(recordOf(one.bench, id)).toMatchObject({ outcome: 'released' })
  })

  it('may have it put back', async () => {
    const one = await going()
    await settled25(one)
    await halt(one)
    await held(one)
    await say(one, 'roll-back')
    await ended(one)
    expect(recordOf(one.bench, id)).toMatchObject({ outcome: 'rolled-back' })
  })

  it('is told that there is nothing to halt any more, or to answer yet', async () => {
    const one = await going()
    await settled25(one)
    expect((await say(one, 'go-on')).text).toContain('does not hold; nothing was changed')
    await ended(one)
    const late = await halt(one)
    expect(late).toMatchObject({ code: 10 })
    expect(late.text).toContain('it is ending released; there is nothing to halt')
  })
})

describe('the evidence', () => {
  it('is written from the ledger, also in the middle of the night', async () => {
    const one = await going()
    await settled25(one)
    const dir = emptyFolder()
    const said = await one.as('ana', (tidegate, out) => evidence(tidegate, id, dir, out), { json: true })
    expect(said.json()).toMatchObject({ release: id, outcome: 'open', evidence: { html: `${dir}/report.html` } })
  })

  it('of a release that nobody knows is not made up', async () => {
    const one = await going()
    const said = await one.as('ana', (tidegate, out) => evidence(tidegate, 'x-1', undefined, out), { json: true })
    expect(said.code).toBe(2)
    expect(said.text).toBe('there is no release x-1; nothing was changed; newest are serveml-2-4-0-1\n')
  })
})
