import { drawnFor } from '../rehearsal/faults/drawn.ts'
import type { FaultSpec } from '../rehearsal/faults/index.ts'
import { again, sameRelease } from './again.ts'
import type { RehearseOptions } from './commands/rehearse.ts'
import { evidenceFolder, writeEvidence } from './evidence-files.ts'
import { readFaults } from './fault-file.ts'
import { codeOf, perform } from './perform.ts'
import { resultJson, resultText } from './result.ts'
import { openScene } from './scene.ts'

export const usualSeed = 1

/** One rehearsal: shown, judged, and its evidence written. */
export async function rehearseOnce(plan: string, options: RehearseOptions): Promise<number> {
  const { specs, expected } = readFaults(options.faults)
  const opened = await openScene(plan, options)
  const { seed = usualSeed, killWhen = 'before' } = options
  const draws = options.seed !== undefined && options.faults.length === 0 && !options.calm
  const drawn = draws ? drawnFor(opened.scene, seed) : []
  const death = options.kill === undefined ? [] : [killAt(options.kill, killWhen)]
  const performed = await perform({
    opened,
    seed,
    faults: [...specs, ...drawn, ...death],
    ...(expected !== undefined && options.kill === undefined && { expected }),
    ...(options.requester !== undefined && { requester: options.requester }),
    waivers: options.waive,
    show: !options.quiet && !options.json,
    ask: options.ask === true,
  })
  const kill = options.kill === undefined ? undefined : `${options.kill}-${killWhen}`
  const folder = options.out ?? evidenceFolder(performed.run, options.faults, kill)
  const written = await writeEvidence(performed.run, folder)
  const report = { performed, written, repeat: again(sameNight(plan, options)) }
  process.stdout.write(options.json ? resultJson(report) : resultText(report))
  return codeOf(performed)
}

/** A death at one World call of the whole run. */
export const killAt = (nth: number, when: 'before' | 'after'): FaultSpec =>
  ({ kind: 'crash', nth, when }) as unknown as FaultSpec

/** The same release with the same things going wrong. */
function sameNight(plan: string, options: RehearseOptions): string[] {
  const { seed, faults, calm, kill, killWhen } = options
  return [
    ...sameRelease(plan, options),
    ...(seed === undefined ? [] : ['--seed', `${seed}`]),
    ...faults.flatMap((file) => ['--faults', file]),
    ...(calm ? ['--calm'] : []),
    ...(kill === undefined ? [] : ['--kill', `${kill}`]),
    ...(killWhen === undefined ? [] : ['--kill-when', killWhen]),
  ]
}
