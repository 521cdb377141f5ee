import { beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '../../rehearsal/rehearse.ts'
import { serveml, statesOf, story } from './stage.ts'

describe('a regular release of serveml', () => {
  let run: Run
  beforeAll(async () => {
    run = await story(await serveml())
  })

  it('ends released, users on the new side, everything closed', () => {
    expect(run.outcome).toBe('released')
    const names = run.everything!.lines.filter((line) => line.kind === 'route53-record')
    expect(names.map((line) => line.step)).toEqual([5, 25, 100])
    expect(run.table.filter((item) => item.pk.startsWith('LOCK#') || item.pk === 'OPEN')).toEqual([])
    expect(run.table.find((item) => item.pk.startsWith('LIVE#'))).toMatchObject({ version: '2.4.0' })
  })

  it('walks through the checklist in the order an operator expects', () => {
    expect(statesOf(run, run.release)).toEqual([
      'Admit the release',
      'Run preflight checks',
      'Await go sign-offs',
      'Take the lock',
      'Make the change',
      'Close the release',
      'How did it end?',
      'released',
    ])
    const phases = statesOf(run, `${run.release}-change`).filter((name, at, all) => name !== all[at - 1])
    expect(phases[0]).toBe('Lower DNS TTLs')
    expect(phases.at(-1)).toBe('Bake')
  })

  it('bakes for the whole day of the plan', () => {
    const { release, plan, waits } = run.everything!
    const bake = waits.find((wait) => wait.subject === 'bake')!
    expect(release.keptAt! - Number(bake.detail['watchSince'])).toBeGreaterThanOrEqual(plan.bake.seconds * 1000)
  })

  it('costs at most 60 transitions, and a bake of a day costs none of them', () => {
    const transitions = run.executions
      .filter(({ description }) => !description.name.includes('-close-'))
      .flatMap(({ history }) => history.filter((event) => event.type.endsWith('StateEntered')))
    expect(transitions.length).toBeLessThanOrEqual(60)
    const parent = run.executions.find(({ description }) => description.name === run.release)!
    expect(parent.history.length).toBeLessThanOrEqual(60)
  })

  it('is the same, byte for byte, with the same seed, and another night with another', async () => {
    const scene = await serveml()
    const again = await story(scene)
    expect(JSON.stringify(again.table)).toBe(JSON.stringify(run.table))
    expect(JSON.stringify(again.calls)).toBe(JSON.stringify(run.calls))
    const other = await story(scene, [], { seed: 2 })
    expect(JSON.stringify(other.table)).not.toBe(JSON.stringify(run.table))
  })

  it('writes evidence that names who signed what', () => {
    expect(run.everything!.gates.map((gate) => [gate.gate, gate.decision])).toEqual([
      ['cutover', 'opened'],
      ['go', 'opened'],
    ])
    expect(run.everything!.signs.map((sign) => sign.person).sort()).toEqual(['ana', 'bo', 'cy', 'dee', 'eli'])
  })
})
