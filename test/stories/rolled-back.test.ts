import { describe, expect, it } from 'vitest'
import { serveml, story, undoStates } from './stage.ts'

/** One failure in each phase that changes something. */
const failures: [phase: string, fault: object, because: RegExp][] = [
  ['backup', { kind: 'refuse-call', call: 'DynamoDB.CreateBackup', how: 'denied', times: 1 }, /AccessDenied/],
  ['deploy', { kind: 'deployment', service: 'backend-green', how: 'fails' }, /health checks/],
  [
    'verify',
    { kind: 'probe', url: '/health', status: 500, at: { state: 'Verify one part' } },
    /CheckFailed|ChangeFailed/,
  ],
  ['cutover sign-off', { kind: 'people', gate: 'cutover', how: 'rejects' }, /not tonight/],
  [
    'cutover',
    {
      kind: 'alarm',
      alarm: 'serveml-5xx',
      at: { action: 'api.serveml.example', step: 25, is: 'settled', plusSeconds: 30 },
    },
    /AlarmWentOff/,
  ],
  ['bake', { kind: 'alarm', alarm: 'serveml-5xx', at: { bakeSeconds: 4000 } }, /AlarmWentOff/],
]

describe('a release that fails in', () => {
  it.each(failures)('%s is put back, users first', async (_phase, fault, because) => {
    const run = await story(await serveml(), [fault])
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(run.because).toMatch(because)
    for (const state of Object.values(undoStates(run))) expect(['undone', 'stays']).toContain(state)
  })
})

describe('a release whose alarm goes off at 25 percent', () => {
  it('has its users back before any service is touched', async () => {
    const run = await story(await serveml(), [failures[4]![1]])
    const { undos } = run.everything!
    const users = undos.filter((undo) => undo.stage === 'exposure')
    const rest = undos.filter((undo) => undo.stage !== 'exposure' && undo.state === 'undone')
    expect(users.length).toBeGreaterThan(0)
    expect(rest.length).toBeGreaterThan(0)
    const back = Math.max(...users.map((undo) => undo.undoneAt!))
    for (const undo of rest) expect(undo.startedAt, undo.resource).toBeGreaterThanOrEqual(back)
  })

  it('begins its way back within a minute of the alarm, and has users back within five', async () => {
    const run = await story(await serveml(), [failures[4]![1]])
    const { undos, release, plan } = run.everything!
    const users = undos.filter((undo) => undo.stage === 'exposure').map((undo) => undo.undoneAt!)
    expect((Math.max(...users) - release.backSince!) / 1000).toBeLessThanOrEqual(plan.back.fastSeconds)
  })

  it('is looked at when the alarm says so, not at the minute', async () => {
    const run = await story(await serveml(), [failures[4]![1]])
    const told = run.invocations.find((one) => (one.input as { source?: string }).source === 'aws.cloudwatch')
    const made = run.calls.filter(({ invocation }) => invocation === told!.invocation).map(({ what }) => what)
    expect(made).toContain('Lambda.Invoke')
  })
})
