import { describe, expect, it } from 'vitest'
import { checkKinds, loadCheck, preloadChecks } from '../../../shared/checks/index.ts'
import { runChecks } from '../../../shared/checks/run.ts'
import type { PlannedCheck } from '../../../shared/plan/release-plan.ts'
import { start } from './fakes/account.ts'
import { preflight, serveml, watching } from './fakes/serveml.ts'

const planned = (name: string, kind: string, ask: PlannedCheck['ask']): PlannedCheck => ({
  name,
  kind,
  ask,
  when: ['preflight'],
  severity: 'blocker',
  onFail: 'refuse',
  why: 'a test',
})
const account = planned('account', 'account-identity', { account: '111122223333' })

describe('the checks of a moment', () => {
  it('are recorded in the order of the plan, with phase and time', async () => {
    const records = await runChecks(
      [account, planned('zone', 'hosted-zone', { zone: 'Z0SERVEML', name: 'other.example' })],
      preflight,
      serveml(),
    )
    expect(records).toMatchObject([
      {
        schema: 1,
        phase: 'preflight',
        check: 'account',
        kind: 'account-identity',
        severity: 'blocker',
        onFail: 'refuse',
        verdict: 'pass',
        at: start,
      },
      { check: 'zone', verdict: 'fail', seen: 'it is the zone of serveml.example' },
    ])
    expect((await runChecks([account], watching, serveml()))[0]).toMatchObject({ phase: 'cutover' })
  })

  it('are asked all at once', async () => {
    const world = serveml()
    let asked = 0
    let go = () => {}
    const both = new Promise<void>((resolve) => {
      go = resolve
    })
    const waiting = {
      ...world,
      send: async (...call: Parameters<typeof world.send>) => {
        if (++asked === 2) go()
        await both
        return world.send(...call)
      },
    } as typeof world
    const records = await runChecks([account, { ...account, name: 'again' }], preflight, waiting)
    expect(records.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
  })

  it('are unknown, with the reason, when the kind or the question makes no sense or the check throws', async () => {
    const broken = { ...serveml(), load: () => Promise.reject(new Error('no such file, token=abcdefgh')) }
    expect(await runChecks([planned('new', 'moon-phase', {})], preflight, serveml())).toMatchObject([
      { verdict: 'unknown', because: expect.stringContaining('there is no check kind "moon-phase"') },
    ])
    expect(
      await runChecks([planned('wrong', 'account-identity', { account: '12' })], preflight, serveml()),
    ).toMatchObject([
      { verdict: 'unknown', because: expect.stringContaining('account: an AWS account id has 12 digits') },
    ])
    expect(await runChecks([account], preflight, broken)).toMatchObject([
      { verdict: 'unknown', because: 'Error: no such file, token=[redacted]' },
    ])
  })
})

describe('the kinds of checks', () => {
  it('are loaded under their own names, and at once when preloaded', async () => {
    await preloadChecks()
    for (const kind of checkKinds) expect((await loadCheck(serveml(), kind)).kind).toBe(kind)
  })

  it('do not take a word of JavaScript for a kind', async () => {
    await expect(loadCheck(serveml(), 'constructor')).rejects.toMatchObject({ name: 'WrongInput' })
  })
})
