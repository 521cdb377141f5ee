import { describe, expect, it } from 'vitest'
import { launch, story } from './stage.ts'

describe('the first launch', () => {
  it('ends released, from the page to the first side', async () => {
    const run = await story(await launch())
    expect(run.outcome, run.because).toBe('released')
    expect(run.everything!.plan.firstLaunch).toBe(true)
    expect(run.everything!.plan.sides.live).toBe('page')
  })

  it('that fails has its users on the page again, and the name is never undone to nothing', async () => {
    const scene = await launch()
    const released = await story(scene)
    const move = released.everything!.plan.cutover.find((one) => one.kind === 'route53-record')!
    const alarm = released.everything!.plan.checks.find((check) => check.kind === 'cloudwatch-alarm')!
    const [name] = (alarm.ask as { alarms: string[] }).alarms
    const at = { action: move.name, step: move.steps[0], is: 'settled', plusSeconds: 30 }
    const run = await story(scene, [{ kind: 'alarm', alarm: name, at }])
    expect(run.outcome, run.because).toBe('rolled-back')
    const before = run.everything!.befores.find((one) => one.kind === 'route53-record')!
    expect(run.observed.get(before.resource)).toEqual(before.image)
    expect(JSON.stringify(before.image)).toContain('page')
  })
})
