import type { FaultSpec } from '../rehearsal/faults/index.ts'
import type { Scene } from '../rehearsal/rehearse.ts'
import { again, sameRelease } from './again.ts'
import type { RehearseOptions } from './commands/rehearse.ts'
import { Counter } from './counter.ts'
import { runJobs } from './crew.ts'
import { exitCodes } from './exit-codes.ts'
import { readFaults } from './fault-file.ts'
import { type Job, type JobEnd, ready, runJob } from './job.ts'
import { killAt, usualSeed } from './rehearse-once.ts'
import { openScene } from './scene.ts'
import { outcomesTable, Tally } from './tally.ts'

/** A night in which every call is once the last of its function. */
interface Night {
  readonly title: string
  readonly faults: readonly FaultSpec[]
  /** How the night is asked for on a command line. */
  readonly args: readonly string[]
}
interface Death {
  readonly night: Night
  readonly nth: number
  readonly when: 'before' | 'after'
}

/**
 * Dies at every World call of a release, and of one that goes back: before the call's effect, and after it with the
 * answer lost; one run per death. So rollback and Close are killed at each of their calls too.
 */
export async function killEverywhere(plan: string, options: RehearseOptions): Promise<number> {
  const given = readFaults(options.faults).specs
  const { scene, resolved } = await openScene(plan, options)
  const nights: Night[] =
    given.length > 0
      ? [{ title: 'as asked', faults: given, args: options.faults.flatMap((file) => ['--faults', file]) }]
      : [{ title: 'releasing', faults: [], args: [] }, ...goingBack(scene)]
  const { seed = usualSeed } = options
  const common = {
    seed,
    ...(options.requester !== undefined && { requester: options.requester }),
    waivers: options.waive,
  }
  await ready()
  const deaths: Death[] = []
  const tallies = new Map(nights.map((night) => [night, new Tally()]))
  const quiet = options.quiet === true || options.json === true
  if (!quiet) process.stdout.write(`${resolved.system} ${resolved.version}: dying at every World call\n\n`)
  for (const night of nights) {
    const { calls, outcome, broken } = await runJob(scene, { ...common, faults: night.faults })
    if (!quiet)
      process.stdout.write(
        `  ${night.title}: ${calls} calls, ends ${outcome} when nobody dies${broken === undefined ? '' : `, BROKEN: ${broken.property}`}\n`,
      )
    const whens = options.killWhen === undefined ? (['before', 'after'] as const) : [options.killWhen]
    for (const when of whens) {
      for (let nth = 1; nth <= calls; nth += 1) deaths.push({ night, nth, when })
    }
  }
  const jobs = deaths.map(({ night, nth, when }): Job => ({ ...common, faults: [...night.faults, killAt(nth, when)] }))
  const counter = new Counter(jobs.length, quiet)
  const all = new Tally()
  const ends = await runJobs(scene, jobs, (end, at) => {
    all.add(end)
    tallies.get(deaths[at]!.night)!.add(end)
    counter.step(all.words)
  })
  const first = firstBroken(ends, deaths, (death) => repeat(plan, options, death))
  if (options.json) {
    const outcomes = Object.fromEntries(nights.map((night) => [night.title, tallies.get(night)!.counts]))
    process.stdout.write(
      `${JSON.stringify({ system: scene.system, version: scene.version, runs: jobs.length, outcomes, firstBroken: first ?? null }, null, 2)}\n`,
    )
  } else {
    const columns = nights.map((night) => ({ title: night.title, tally: tallies.get(night)! }))
    process.stdout.write(`\n${outcomesTable(columns)}\n\n`)
    process.stdout.write(
      first === undefined
        ? '  Every run ended in a named outcome, and every property was true of each.\n'
        : `  First broken: ${first.property}\n    ${first.because}\n  Again:\n    ${first.repeat}\n`,
    )
  }
  return first === undefined ? exitCodes.released : exitCodes.broken
}

/** An alarm goes off in the middle of the longest move: the way back, and the Close after it. */
function goingBack(scene: Scene): Night[] {
  const alarms = Object.keys((scene.accountState as { alarms?: object }).alarms ?? {})
  const { alarms: watched } = JSON.parse(scene.published).environment as { alarms: string[] }
  const alarm = watched.find((one) => alarms.includes(one))
  const longest = [...scene.moves].sort((a, b) => b.steps.length - a.steps.length)[0]
  if (alarm === undefined || longest === undefined) return []
  const step = longest.steps[Math.floor((longest.steps.length - 1) / 2)]!
  const at = { action: longest.move, step, is: 'settled', plusSeconds: 60 }
  const fault = { kind: 'alarm', alarm, at }
  const written = `{kind: alarm, alarm: ${alarm}, at: {action: "${longest.move}", step: ${step}, is: settled, plusSeconds: 60}}`
  return [{ title: 'going back', faults: [fault], args: ['--faults', written] }]
}

function repeat(plan: string, options: RehearseOptions, { night, nth, when }: Death): string {
  const seed = options.seed === undefined ? [] : ['--seed', `${options.seed}`, '--calm']
  return again([...sameRelease(plan, options), ...seed, ...night.args, '--kill', `${nth}`, '--kill-when', when])
}

function firstBroken(ends: readonly JobEnd[], deaths: readonly Death[], again: (death: Death) => string) {
  const at = ends.findIndex((end) => end.broken !== undefined || end.outcome === 'none')
  if (at < 0) return undefined
  const { broken, because } = ends[at]!
  const { night, nth, when } = deaths[at]!
  const told = broken ?? { property: 'every run ends in a named outcome', because }
  return { night: night.title, kill: nth, when, ...told, repeat: again(deaths[at]!) }
}
