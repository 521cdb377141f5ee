import { afterEach, describe, expect, it } from 'vitest'
import { release } from '../../../cli/operate/release.ts'
import { sign } from '../../../cli/operate/sign.ts'
import { status } from '../../../cli/operate/status.ts'
import { decideAs } from '../../../rehearsal/decide-as.ts'
import { ledger } from '../../../shared/ledger/index.ts'
import { memoryStore } from '../../../shared/ledger/memory-store.ts'
import { everythingIn, type Night, night, recordOf } from './night.ts'

const id = 'serveml-2-4-0-1'
const wish = { version: '2.4.0', environment: 'production', waive: [] }
const gateOpen =
  (gate: string) =>
  ({ bench: { table } }: Night) =>
    table.get({ pk: `RELEASE#${id}`, sk: `GATE#${gate}` })

let open: Night | undefined
afterEach(() => open?.end())

async function started(): Promise<Night> {
  open = await night()
  const said = await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', { ...wish, reason: 'weekly' }, out))
  expect(said).toMatchObject({ code: 0 })
  const one = open
  await one.until(({ functions }) => gateOpen('go')(one)?.['requestedAt'] !== undefined && !functions.busy)
  return one
}

const approve = (one: Night, person: string, gate?: string) =>
  one.as(person, (tidegate, out) => sign(tidegate, id, { say: 'sign', ...(gate && { gate }) }, out))

describe('a release from the command line', () => {
  it('is watched to its end, while people sign with their own identity', async () => {
    open = await night()
    const one = open
    const people = { go: ['ana', 'bo', 'cy'], cutover: ['dee', 'eli'] }
    const poll = () => {
      for (const [gate, persons] of Object.entries(people)) {
        if (gateOpen(gate)(one) === undefined) continue
        for (const person of persons.splice(0)) {
          decideAs(one.bench, person, { say: 'sign', release: id, gate })
        }
      }
      if (people.cutover.length > 0) one.bench.scheduler.after(60_000, poll)
    }
    one.bench.scheduler.after(60_000, poll)
    const said = await one.as('fay', (tidegate, out) => release(tidegate, 'serveml', { ...wish, watch: true }, out))
    expect(said.text).toContain(`release    ${id}`)
    expect(said.text).toContain(
      '#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:tidegate-release:',
    )
    expect(said.text).toMatch(/api\.serveml\.example 25 % there/)
    expect(said.text).toMatch(/released {2}serveml-2-4-0-1/)
    expect(said.code).toBe(0)
  })

  it('goes on when whoever watches presses Ctrl-C, who is told how to watch it again', async () => {
    const one = await started()
    one.bench.scheduler.after(600_000, () => process.emit('SIGINT'))
    const said = await one.as('ana', (tidegate, out) =>
      status(tidegate, id, { environment: 'production', watch: true }, out),
    )
    expect(said.code).toBe(14)
    expect(said.text).toContain(`the release goes on; watch it again: tidegate status ${id} --watch`)
    expect(one.bench.engine.listExecutions({ machine: 'tidegate-release', status: 'RUNNING' })).toHaveLength(1)
    expect(process.listenerCount('SIGINT')).toBe(0)
  })

  it('names its requester, so that nobody signs for their own release', async () => {
    const one = await started()
    expect(recordOf(one.bench, id)).toMatchObject({ requester: 'fay', reason: 'weekly' })
  })

  it('is refused in one line while the same version is being released, and starts nothing', async () => {
    const one = await started()
    const before = everythingIn(one.bench)
    const said = await one.as('fay', (tidegate, out) => release(tidegate, 'serveml', wish, out))
    expect(said.code).toBe(10)
    expect(said.text).toMatch(
      /^serveml 2\.4\.0 is already being released to production by serveml-2-4-0-1; nothing was started; .*\n$/,
    )
    expect(everythingIn(one.bench)).toBe(before)
    expect(one.bench.engine.listExecutions({ machine: 'tidegate-release' })).toHaveLength(1)
  })

  it('takes the next number when one of its name was refused', async () => {
    const one = await started()
    await one.as('ana', (tidegate, out) => sign(tidegate, id, { say: 'reject', reason: 'not tonight' }, out))
    await one.until(({ table }) => table.get({ pk: `RELEASE#${id}`, sk: 'RELEASE' })?.['outcome'] === 'refused')
    const said = await one.as('fay', (tidegate, out) => release(tidegate, 'serveml', wish, out), { json: true })
    expect(said.json()).toMatchObject({ release: 'serveml-2-4-0-2' })
  })

  it('whose version nobody published is told as refused, though the ledger never knew it', async () => {
    open = await night({ published: false })
    const said = await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', { ...wish, watch: true }, out))
    expect(said.code).toBe(10)
    expect(said.text).toContain('publish it first')
    const told = await open.as('fay', (tidegate, out) => status(tidegate, id, { environment: 'production' }, out))
    expect(told.text).toContain('was refused before it was opened; nothing was changed')
  })

  it.each([
    [{ waive: ['dns'] }, '--waive dns: say which check and why, as NAME=REASON'],
    [{ profile: 'lax' }, 'profile:'],
    [{ version: '2.4.0/..' }, 'version:'],
  ])('asked for with %j is wrong input, and starts nothing', async (more, words) => {
    open = await night()
    const said = await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', { ...wish, ...more }, out))
    expect(said.code).toBe(2)
    expect(said.text).toContain(words)
    expect(said.text.trim().split('\n')).toHaveLength(1)
    expect(open.bench.engine.listExecutions({ machine: 'tidegate-release' })).toHaveLength(0)
  })

  it('keeps why a check is to be waived, for those who grant it', async () => {
    open = await night()
    const asked = { ...wish, waive: ['tls-api=renewed on Monday'] }
    await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', asked, out))
    const one = open
    await one.until(() => gateOpen('go')(one)?.['requestedAt'] !== undefined)
    expect(recordOf(one.bench, id)).toMatchObject({
      waivers: ['tls-api'],
      waiverReasons: { 'tls-api': 'renewed on Monday' },
    })
    expect(one.bench.account.sns.outbox.some(({ message }) => message.includes('tls-api (renewed on Monday)'))).toBe(
      true,
    )
  })
})

describe('people at a gate', () => {
  it('sign as themselves, are told who is missing, and see it open', async () => {
    const one = await started()
    const first = await approve(one, 'ana')
    expect(first).toMatchObject({ code: 0 })
    expect(first.text).toContain('sign by ana as engineering-lead at gate "go"')
    expect(first.text).toContain('awaits security-lead (bo) and operations-lead (cy)')
    await approve(one, 'bo', 'go')
    expect((await approve(one, 'cy')).text).toContain('the gate opens')
    await one.until(() => gateOpen('go')(one)?.['decision'] === 'opened')
  })

  it('reject it, and it is refused', async () => {
    const one = await started()
    const said = await one.as('bo', (tidegate, out) => sign(tidegate, id, { say: 'reject', reason: 'too late' }, out))
    expect(said.code).toBe(0)
    await one.until(({ table }) => table.get({ pk: `RELEASE#${id}`, sk: 'RELEASE' })?.['outcome'] === 'refused')
    const told = await one.as('fay', (tidegate, out) => status(tidegate, id, { environment: 'production' }, out))
    expect(told.text).toContain('refused at 2026-11-2')
    expect(told.text).toContain('was rejected by bo: too late')
  })

  it('who come too late are told who decided what, and when; nothing is written', async () => {
    const one = await started()
    await one.as('bo', (tidegate, out) => sign(tidegate, id, { say: 'reject', reason: 'too late' }, out))
    await one.until(() => gateOpen('go')(one)?.['decision'] === 'rejected')
    await one.until(({ functions }) => !functions.busy)
    const said = await approve(one, 'ana', 'go')
    expect(said.code).toBe(10)
    expect(said.text).toMatch(
      /^gate "go" of serveml-2-4-0-1 was rejected at 2026-11-2\d [\d:]+ UTC: bo rejected as security-lead at .* \(too late\); nothing was changed\n$/,
    )
    expect(one.bench.table.dump().filter((item) => item.sk.startsWith('SIGN#'))).toHaveLength(1)
  })

  it('who come after the glass was broken are told that, and not of a rejection', async () => {
    const one = await started()
    const book = ledger(memoryStore({ table: one.bench.table }))
    const gate = (await book.gate(id, 'go'))!
    const { openedAt: at, signedDigest } = gate
    const how = { person: 'bo', role: 'break-glass', decision: 'break-glass', channel: 'link', review: true } as const
    await book.sign(id, { schema: 1, gate: 'go', ...how, reason: 'users are down', at, signedDigest })
    await book.decideGate(id, (await book.gate(id, 'go'))!, 'opened', 'glass broken', at)
    const said = await approve(one, 'ana', 'go')
    expect(said.code).toBe(10)
    expect(said.text).toMatch(/: bo broke the glass at .* \(users are down\); nothing was changed/)
  })

  it('cannot sign twice, nor without a role', async () => {
    const one = await started()
    await approve(one, 'ana')
    const again = await approve(one, 'ana')
    expect(again).toMatchObject({ code: 10 })
    expect(again.text).toContain('you have decided already: ana signed as engineering-lead')
    const stranger = await approve(one, 'mallory')
    expect(stranger.code).toBe(2)
    expect(stranger.text).toContain('mallory may not sign at gate "go"')
  })

  it('are told the nearest release when they mistype one', async () => {
    const one = await started()
    const said = await one.as('ana', (tidegate, out) => sign(tidegate, 'serveml-2-4-0-2', { say: 'sign' }, out))
    expect(said.code).toBe(2)
    expect(said.text).toBe('there is no release serveml-2-4-0-2; nothing was changed; did you mean serveml-2-4-0-1?\n')
  })
})

describe('the status', () => {
  it('of a release says what it waits for and which command comes next', async () => {
    const one = await started()
    const said = await one.as('ana', (tidegate, out) => status(tidegate, id, { environment: 'production' }, out))
    expect(said.text).toContain('now        Await go sign-offs')
    expect(said.text).toContain('gate       go: awaits engineering-lead (ana)')
    expect(said.text).toContain(`next       tidegate approve ${id} --gate go, or reject`)
    expect(said.text).toContain('lock       free')
  })

  it('of a system says what is live and what is open; of nothing, all that is open', async () => {
    const one = await started()
    const system = await one.as('ana', (tidegate, out) =>
      status(tidegate, 'serveml', { environment: 'production' }, out),
    )
    expect(system.text).toContain(`open  ${id}  serveml 2.4.0 to production`)
    const all = await one.as(
      'ana',
      (tidegate, out) => status(tidegate, undefined, { environment: 'production' }, out),
      {
        json: true,
      },
    )
    expect(all.json()).toMatchObject({ stack: 'tidegate-production', open: [{ release: id }] })
  })
})
