import { drawnFor } from '../rehearsal/faults/drawn.ts'
import { describeFault } from '../rehearsal/faults/index.ts'
import { again, sameRelease } from './again.ts'
import type { RehearseOptions } from './commands/rehearse.ts'
import { Counter } from './counter.ts'
import { runJobs } from './crew.ts'
import { exitCodes } from './exit-codes.ts'
import type { Job } from './job.ts'
import { loadScene } from './scene.ts'
import { outcomesTable, Tally } from './tally.ts'

/** One rehearsal per seed, each with the faults that its seed draws: a table, and the first property that one broke. */
export async function rehearseSeeds(
  plan: string,
  options: RehearseOptions,
  [from, to]: readonly [number, number],
): Promise<number> {
  const scene = await loadScene(plan, options)
  const jobs = Array.from({ length: to - from + 1 }, (_, at): Job => {
    const seed = from + at
    return {
      seed,
      faults: options.calm ? [] : drawnFor(scene, seed),
      ...(options.requester !== undefined && { requester: options.requester }),
      waivers: options.waive,
    }
  })
  const tally = new Tally()
  const counter = new Counter(jobs.length, options.quiet === true || options.json === true)
  const ends = await runJobs(scene, jobs, (end) => {
    tally.add(end)
    counter.step(tally.words)
  })
  const at = ends.findIndex((end) => end.broken !== undefined)
  const first = at < 0 ? undefined : { ...jobs[at]!, ...ends[at]!.broken! }
  const repeat =
    first && again([...sameRelease(plan, options), '--seed', `${first.seed}`, ...(options.calm ? ['--calm'] : [])])
  if (options.json) {
    const { seed, faults, property, because } = first ?? {}
    const firstBroken = first === undefined ? null : { seed, faults, property, because, repeat }
    const result = {
      release: scene.system,
      version: scene.version,
      runs: jobs.length,
      outcomes: tally.counts,
      firstBroken,
    }
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  } else {
    const title = `seeds ${from}..${to}`
    process.stdout.write(`${scene.system} ${scene.version}\n\n${outcomesTable([{ title, tally }])}\n\n`)
    if (first === undefined) process.stdout.write('  Every property was true of every run.\n')
    else {
      const faults = first.faults.map((fault) => `    · ${describeFault(fault)}\n`).join('') || '    · nothing\n'
      process.stdout.write(
        `  First broken, with seed ${first.seed}: ${first.property}\n    ${first.because}\n  What went wrong:\n${faults}  Again:\n    ${repeat}\n`,
      )
    }
  }
  return first === undefined ? exitCodes.released : exitCodes.broken
}
