import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../../shared/evidence/figures.ts'
import { fold } from '../../../shared/evidence/fold.ts'
import { scripted, serveml, story } from '../../stories/stage.ts'

const alarm = async () => story(await serveml(), scripted('alarm-at-25-percent.yaml').faults)

describe('the figures of a release', () => {
  it('are logged once as an embedded metric, with its real outcome', async () => {
    const { logs, release } = await alarm()
    const lines = logs.filter(({ facts }) => facts['_aws'] !== undefined)
    expect(lines).toHaveLength(1)
    const { message, facts } = lines[0]!
    expect(message).toBe(`rolled-back: figures of ${release}`)
    const { CloudWatchMetrics: metrics } = facts['_aws'] as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] }
    const names = metrics[0]!.Metrics.map((one) => one.Name)
    for (const name of names) expect(facts[name], name).toBeDefined()
    expect(facts).toMatchObject({ system: 'serveml', environment: 'production', RolledBack: 1, Released: 0, Stuck: 0 })
  })

  it('tell how soon users were back, and leave out what did not happen', async () => {
    const seen = Object.fromEntries(figuresOf(fold((await alarm()).everything!)).map((one) => [one.name, one.values]))
    expect(seen['UsersBackSeconds']![0]).toBeLessThanOrEqual(300)
    expect(seen['FirstUndoSeconds']![0]).toBeLessThanOrEqual(seen['UsersBackSeconds']![0]!)
    expect(seen['CheckFailures']).toEqual([1])
    const well = figuresOf(fold((await story(await serveml())).everything!)).map((one) => one.name)
    expect(well).toContain('GateWaitSeconds')
    expect(well).not.toContain('UsersBackSeconds')
    expect(well).not.toContain('FirstUndoSeconds')
  })
})
