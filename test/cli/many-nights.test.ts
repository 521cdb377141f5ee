import { describe, expect, it } from 'vitest'
import { runJobs } from '../../cli/crew.ts'
import type { Job, JobEnd } from '../../cli/job.ts'
import { killAt } from '../../cli/rehearse-once.ts'
import { loadScene } from '../../cli/scene.ts'
import { outcomesTable, Tally } from '../../cli/tally.ts'
import { parseFault } from '../../rehearsal/faults/index.ts'
import { tidegate } from './tidegate.ts'

const end = (outcome: JobEnd['outcome'], broken?: JobEnd['broken']): JobEnd => ({
  outcome,
  because: '',
  calls: 1,
  ...(broken && { broken }),
})

describe('many rehearsals', () => {
  it('are counted by outcome, and every run is in the table', async () => {
    const { out } = await tidegate('rehearse', 'serveml', '--seeds', '1..2', '--calm', '--json')
    const { runs, outcomes, firstBroken } = JSON.parse(out)
    expect({ runs, outcomes, firstBroken }).toEqual({ runs: 2, outcomes: { released: 2 }, firstBroken: null })
  })

  it('end the same on threads as one after the other', async () => {
    const scene = await loadScene('serveml', {})
    // Short ones, and one more than a single thread is given.
    const silent = parseFault({ kind: 'people', gate: 'go', how: 'silent' }, 'night')
    const jobs = Array.from({ length: 17 }, (_, at): Job => ({ seed: 1, faults: [silent, killAt(1 + at, 'before')] }))
    const some = jobs.filter((_, at) => at % 8 === 0)
    const threads = await runJobs(scene, jobs, () => {})
    const alone = await runJobs(scene, some, () => {})
    expect(threads.filter((_, at) => at % 8 === 0)).toEqual(alone)
    expect(threads.map((one) => one.outcome)).not.toContain('none')
  })

  it('are told in a table whose columns add up', () => {
    const tally = new Tally()
    for (const one of [end('released'), end('stuck'), end('released', { property: 'p', because: 'b' })]) tally.add(one)
    expect(
      outcomesTable([{ title: 'seeds 1..3', tally }])
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([['seeds 1..3'], ['released', '2'], ['stuck', '1'], ['a property broken', '1'], ['runs', '3']])
  })
})
