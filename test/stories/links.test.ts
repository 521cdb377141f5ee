import { describe, expect, it } from 'vitest'
import { AwsUnavailable } from '../../shared/errors.ts'
import { fold } from '../../shared/evidence/fold.ts'
import { decideByLink, type Said } from '../../shared/gates/by-link.ts'
import { decide } from '../../shared/gates/decide.ts'
import { visit } from '../../shared/gates/visit.ts'
import { ledger } from '../../shared/ledger/index.ts'
import { id, type Wanted } from './at-the-gate.ts'
import { nightly, say, signed } from './signing.ts'

const start = nightly()
const hours = 3_600_000

describe('a personal link', () => {
  it('decides nothing however often it is followed, and says when it was first', async () => {
    const night = await start()
    const token = night.token('ana')
    const visits = await night.run((world) => Promise.all([1, 2, 3, 4].map(() => visit(world, token))))
    expect(visits.map(({ is }) => is)).toEqual(['open', 'open', 'open', 'open'])
    expect(night.sign('ana')).toBeUndefined()
    await night.wait(1 * hours)
    expect(night.gate()?.decision).toBeUndefined()
    const [first] = visits
    expect(first).toMatchObject({ person: 'ana', called: 'Ana Alvarez' })
    const invited = night.bench.table.get({ pk: `RELEASE#${id}`, sk: 'INVITE#gate/go#ana' })
    expect(invited?.['openedAt']).toBeGreaterThan(0)
  })

  it('signs once; later clicks are told who decided what', async () => {
    const night = await start()
    const origin = { from: '198.51.100.7', with: 'A telephone' }
    const answered = await say(night, 'ana', signed, origin)
    expect(answered).toMatchObject({ decided: { written: true, stands: 'sign by ana as engineering-lead' } })
    expect(night.sign('ana')).toMatchObject({ decision: 'sign', channel: 'link', ...origin })
    const late = await say(night, 'ana', { say: 'reject', reason: 'after all' })
    expect(late).toMatchObject({ visit: { is: 'decided' } })
    expect(night.sign('ana')).toMatchObject({ decision: 'sign' })
  })

  it('signs though nobody can be told at once: the gate finds it by its own re-check', async () => {
    const night = await start()
    const silent = night.failing('SQS.SendMessage', new AwsUnavailable('SQS.SendMessage', 'no answer'))
    for (const person of ['ana', 'bo', 'cy']) {
      expect(await say(night, person, signed)).toMatchObject({ decided: { written: true } })
    }
    silent()
    expect(night.gate()?.decision).toBeUndefined()
    const at = night.bench.scheduler.now()
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
    expect(night.bench.scheduler.now() - at).toBeLessThanOrEqual(16 * 60_000)
  })

  it('says that it is signed when it was opened so often that nothing more may be shown', async () => {
    const night = await start()
    const token = night.token('ana')
    for (let n = 0; n < 59; n += 1) await night.run((world) => visit(world, token))
    expect(await say(night, 'ana', signed)).toMatchObject({ visit: { is: 'open' }, decided: { written: true } })
    expect(await night.run((world) => visit(world, token))).toEqual({ is: 'too-often' })
  })

  it('followed by two clicks at once writes one decision', async () => {
    const night = await start()
    const token = night.token('ana')
    const both = await night.run((world) =>
      Promise.all([
        decideByLink(world, token, signed),
        decideByLink(world, token, { say: 'reject', reason: 'no, not tonight' }),
      ]),
    )
    expect(both.filter(({ decided }) => decided?.written)).toHaveLength(1)
  })

  it.each<[string, Said, RegExp]>([
    ['the wrong release typed', { say: 'sign', typed: 'serveml 2.3.1' }, /Type "serveml 2\.4\.0"/],
    ['nothing typed, as scanners that submit forms do', { say: 'sign', typed: '' }, /Type "serveml 2\.4\.0"/],
    ['no reason for a rejection', { say: 'reject', reason: '' }, /Say why/],
    ['an answer to a hold', { say: 'roll-back', reason: 'x' }, /not what was asked/],
    ['a glass that nobody may break', { say: 'break-glass', typed: 'serveml 2.4.0', reason: 'x' }, /lets nobody/],
  ])('decides nothing with %s', async (_what, said, wrong) => {
    const night = await start()
    const answered = await say(night, 'ana', said)
    expect(answered.wrong).toMatch(wrong)
    expect(answered.decided).toBeUndefined()
    expect(night.sign('ana')).toBeUndefined()
  })

  it.each<[string, (token: string) => string]>([
    ['a made up one', () => 'abc'],
    ['one whose invitation is unknown', (token) => token.replace(/-[0-9a-f]{32}-/, `-${'0'.repeat(32)}-`)],
    ['one with another MAC', (token) => `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.at(-1)}`],
    ['one of a key that is out of use', (token) => `00000000${token.slice(8)}`],
  ])('is not told from one that never was: %s', async (_what, forge) => {
    const night = await start()
    const token = forge(night.token('ana'))
    expect(await night.run((world) => visit(world, token))).toEqual({ is: 'unknown' })
    expect(await night.run((world) => decideByLink(world, token, signed))).toEqual({ visit: { is: 'unknown' } })
  })

  it('of somebody else cannot be made from the ledger: what it leads to is signed too', async () => {
    const night = await start()
    const token = night.token('ana')
    const key = { pk: `LINK#${token.split('-')[1]}`, sk: 'LINK' }
    const item = night.bench.table.get(key)!
    night.bench.table.write([{ put: { ...item, person: 'bo' } }])
    expect(await night.run((world) => visit(world, token))).toEqual({ is: 'unknown' })
  })

  it('stays good while its key is changed with overlap', async () => {
    const night = await start()
    const token = night.token('ana')
    const [former = ''] = night.world.home.linkKeys ?? []
    const next = former.replace('feedf00d', 'deadbeef')
    const visitWith = (linkKeys: string[]) =>
      night.run((world) => visit({ ...world, home: { ...world.home, linkKeys } } as never, token))
    expect(await visitWith([next, former])).toMatchObject({ is: 'open' })
    expect(await visitWith([next])).toEqual({ is: 'unknown' })
  })

  it.each([
    ['disabled', 'DisabledException'],
    ['to be deleted', 'KMSInvalidStateException'],
    ['gone', 'NotFoundException'],
    ['no longer ours to use', 'AccessDeniedException'],
  ])('whose key is %s leads nowhere, and decides nothing', async (_what, name) => {
    const night = await start()
    night.failing('KMS.VerifyMac', Object.assign(new Error('key/1 is not usable'), { name }))
    const token = night.token('ana')
    expect(await night.run((world) => visit(world, token))).toEqual({ is: 'unknown' })
    expect(await say(night, 'ana', signed)).toEqual({ visit: { is: 'unknown' } })
    expect(night.sign('ana')).toBeUndefined()
    expect(night.told()).toContainEqual(expect.stringMatching(/^links lead nowhere: KMS refuses the key arn:/))
  })

  it('is neither good nor bad while KMS does not answer', async () => {
    const night = await start()
    const away = Object.assign(new Error('slow down'), { name: 'ThrottlingException' })
    const back = night.failing('KMS.VerifyMac', away)
    await expect(say(night, 'ana', signed)).rejects.toThrow(AwsUnavailable)
    expect(night.sign('ana')).toBeUndefined()
    back()
    expect(await say(night, 'ana', signed)).toMatchObject({ decided: { written: true } })
  })

  it('says that what it asked about has changed', async () => {
    const night = await start()
    const key = { pk: `RELEASE#${id}`, sk: 'GATE#go' }
    night.bench.table.write([{ put: { ...night.bench.table.get(key)!, signedDigest: 'another' } }])
    expect(await say(night, 'ana', signed)).toMatchObject({ visit: { is: 'superseded' } })
    expect(night.sign('ana')).toBeUndefined()
  })

  it('expires with its gate, which refuses by that name', async () => {
    const night = await start()
    const token = night.token('ana')
    await night.until(() => night.record()?.outcome !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'expired' })
    expect(night.record()).toMatchObject({ outcome: 'refused' })
    const late = await night.run((world) => decideByLink(world, token, signed))
    expect(late).toMatchObject({ visit: { is: 'expired' } })
    expect(night.sign('ana')).toBeUndefined()
  })

  it('is told to wait when it is asked for more often than people click', async () => {
    const night = await start()
    const token = night.token('ana')
    const visits: string[] = []
    for (let n = 0; n < 70; n += 1) visits.push((await night.run((world) => visit(world, token))).is)
    expect(visits.slice(0, 50).every((is) => is === 'open')).toBe(true)
    expect(visits.slice(-5)).toEqual(Array.from({ length: 5 }, () => 'too-often'))
    await night.wait(61_000)
    expect(await night.run((world) => visit(world, token))).toMatchObject({ is: 'open' })
  })
})

describe('a glass', () => {
  const breakable: Wanted = {
    plan: (gates) => {
      gates['go']!['breakGlass'] = ['operations-lead', 'engineer']
    },
  }
  const break_ = { say: 'break-glass', release: id, gate: 'go', channel: 'cli', reason: 'users are down' } as const

  it('opens the gate when two people break it, and everybody hears of it', async () => {
    const night = await start(breakable)
    await night.run((world) => decide({ ...break_, person: 'cy' }, world))
    await night.wait(hours / 2)
    expect(night.gate()?.decision).toBeUndefined()
    await night.run((world) => decide({ ...break_, person: 'gus' }, world))
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'opened', because: expect.stringMatching(/^glass broken by cy/) })
    expect(night.notices().map(({ subject }) => subject)).toContain(`GLASS BROKEN: ${id} (gate go)`)
  })

  it('opens it for one alone, whose act is to be reviewed', async () => {
    const night = await start(breakable)
    await night.run((world) => decide({ ...break_, person: 'cy', review: true }, world))
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()?.because).toMatch(/alone, so it is to be reviewed$/)
  })

  it('is broken by those who have signed, too, when the others cannot be reached; their signature stands', async () => {
    const night = await start(breakable)
    await say(night, 'cy', signed)
    const again = await say(night, 'cy', { say: 'break-glass', typed: 'serveml 2.4.0', reason: 'users are down' })
    expect(again).toMatchObject({ decided: { written: true } })
    await night.wait(hours / 2)
    expect(night.gate()?.decision).toBeUndefined()
    // The same person is not two.
    expect(await night.run((world) => decide({ ...break_, person: 'cy' }, world))).toMatchObject({ written: false })
    await night.run((world) => decide({ ...break_, person: 'gus' }, world))
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()?.because).toMatch(/^glass broken by cy: users are down; gus: users are down$/)
    expect(night.sign('cy')).toMatchObject({ decision: 'sign', role: 'operations-lead' })
    const evidence = fold(await night.run((world) => ledger(world.store).everything(id)))
    const own = evidence.gates[0]!.signatures.filter(({ person }) => person === 'cy')
    expect(own.map(({ decision }) => decision)).toEqual(['sign', 'break-glass'])
  })

  it('is nothing for who has rejected, or has broken it already', async () => {
    const night = await start(breakable)
    const glass: Said = { say: 'break-glass', typed: 'serveml 2.4.0', reason: 'users are down' }
    expect(await say(night, 'cy', glass)).toMatchObject({ decided: { written: true } })
    expect(await say(night, 'cy', glass)).toMatchObject({ visit: { is: 'decided' } })
    expect(await say(night, 'bo', { say: 'reject', reason: 'no' })).toMatchObject({ decided: { written: true } })
    expect(await say(night, 'bo', glass)).not.toHaveProperty('decided')
  })

  it('is not for others, nor for whoever asked for the release', async () => {
    const night = await start(breakable)
    for (const person of ['bo', 'fay']) {
      await expect(night.run((world) => decide({ ...break_, person }, world))).rejects.toThrow(
        /may not break the glass/,
      )
    }
  })

  it('does not outvote a rejection', async () => {
    const night = await start(breakable)
    await say(night, 'bo', { say: 'reject', reason: 'the audit is not done' })
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'rejected' })
  })
})
