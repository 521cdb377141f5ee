import { describe, expect, it } from 'vitest'
import { canonical, digestOf } from '../../shared/plan/digest.ts'
import type { Published } from '../../shared/plan/publish.ts'
import { serveml, statesOf, story } from './stage.ts'

describe('a release is refused, with nothing changed,', () => {
  it('by a blocker that names what to do', async () => {
    const run = await story(await serveml(), [{ kind: 'alarm', alarm: 'serveml-5xx', at: { afterSeconds: 0 } }])
    expect(run.outcome).toBe('refused')
    expect(run.because).toMatch(/CheckBlocks: blocked by .*serveml-5xx/)
    expect(run.everything!.lines).toEqual([])
    expect(statesOf(run, run.release)).not.toContain('Await go sign-offs')
  })

  it('by a rejection, in the words of the person', async () => {
    const run = await story(await serveml(), [{ kind: 'people', gate: 'go', how: 'rejects' }])
    expect(run.outcome).toBe('refused')
    expect(run.because).toBe('SignOffRejected: gate "go" was rejected by ana: not tonight')
  })

  it("by a gate's end, naming who is missing", async () => {
    const run = await story(await serveml(), [{ kind: 'people', gate: 'go', how: 'silent' }])
    expect(run.outcome).toBe('refused')
    expect(run.because).toMatch(
      /SignOffExpired: gate "go" expired after [\d a-z]+ without engineering-lead \(ana, gus\)/,
    )
  })

  it('by a check that turned bad between the sign-off and the lock', async () => {
    const run = await story(await serveml(), [{ kind: 'alarm', alarm: 'serveml-5xx', at: { state: 'Take the lock' } }])
    expect(run.outcome).toBe('refused')
    expect(run.table.filter((item) => item.pk.startsWith('LOCK#'))).toEqual([])
  })

  it('by a record that somebody changed after the sign-off', async () => {
    const drift = { kind: 'drift', what: 'record', name: 'api.serveml.example', at: { state: 'Take the lock' } }
    const run = await story(await serveml(), [drift])
    expect(run.outcome).toBe('refused')
    expect(run.because).toMatch(/WorldMoved: .* has changed since the sign-off/)
  })

  it('when the same version is being released already, naming that release', async () => {
    const run = await story(await serveml(), [{ kind: 'double-start', at: { afterSeconds: 30 } }])
    expect(run.outcome).toBe('released')
    const second = run.executions.find(({ description }) => description.name.endsWith('-again'))!
    expect(second.description.error).toBe('refused')
    expect(second.description.cause).toContain(run.release)
  })

  it.each([
    ['account', '999988887777', 'the plan is for account 999988887777, this is 111122223333'],
    ['region', 'us-west-2', 'the plan is for us-west-2, this Tidegate is in eu-west-1'],
  ])('by a plan for another %s than Tidegate’s own, before anything is asked there', async (what, other, because) => {
    const scene = await serveml()
    const document = JSON.parse(scene.published) as Published
    const environment = { ...document.environment, [what]: other }
    const planDigest = digestOf({ plan: document.plan, environment })
    const published = canonical({ ...document, environment, planDigest })
    const run = await story({ ...scene, published })
    expect(run.outcome).toBe('refused')
    expect(run.because).toContain(because)
    expect(run.calls.filter(({ what: call }) => call.startsWith('ECS.'))).toEqual([])
  })
})
