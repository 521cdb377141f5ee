import { describeFault } from '../rehearsal/faults/index.ts'
import { properties } from '../rehearsal/properties/index.ts'
import { durationWords } from '../shared/evidence/duration-words.ts'
import type { Evidence } from '../shared/evidence/evidence.ts'
import type { BackPromise } from '../shared/evidence/schema/way-back.ts'
import type { Written } from './evidence-files.ts'
import type { Performed } from './perform.ts'
import { coloursFor } from './terminal.ts'

export interface Report {
  readonly performed: Performed
  readonly written: Written
  /** The command line that does the same again. */
  readonly repeat: string
}

/** The end of a rehearsal in a few lines: how, why, how long the way back took, and where to read on. */
export function resultText(report: Report): string {
  const { performed, written, repeat } = report
  const { run, broken, expected } = performed
  const colours = coloursFor(process.stdout)
  const paint =
    run.outcome === 'released' ? colours.green : run.outcome === 'rolled-back' ? colours.yellow : colours.red
  const lines = [
    `${paint(colours.bold(run.outcome ?? 'no outcome'))}  ${run.scene.system} ${run.scene.version} in ${run.scene.environment}, seed ${run.seed}`,
    `because    ${run.because || 'nothing was said'}`,
    ...run.faults.map((fault, at) => `${at === 0 ? 'went wrong' : '          '} ${describeFault(fault)}`),
    ...backLines(written.evidence),
    ...(expected === undefined ? [] : [expectation(run.outcome, expected)]),
    broken === undefined
      ? `properties all ${properties.length} true`
      : colours.red(`BROKEN     ${broken.property}\n             ${broken.because}`),
    written.files === undefined
      ? `evidence   none: ${written.missing}`
      : `evidence   ${written.files.html}\n             ${written.files.json}`,
    ...(broken === undefined ? [] : [`again      ${repeat}`]),
  ]
  return `\n${lines.map((line) => `  ${line}\n`).join('')}\n`
}

function expectation(outcome: string | undefined, expected: string): string {
  return outcome === expected
    ? `expected   ${expected}: met`
    : `expected   ${expected}: NOT MET, it ended ${outcome ?? 'without an outcome'}`
}

/** What the way back took in virtual time, beside what the plan allows. */
function backLines(evidence: Evidence | undefined): string[] {
  const back = evidence?.back
  if (back === undefined) return []
  const users = back.exposed ? against(back.traffic) : 'never left'
  return [`users back ${users}`, `all undone ${against(back.everything)}`]
}

/** Beside what the plan allows. */
function against({ seconds, limitSeconds, late }: BackPromise): string {
  const limit = `the plan allows ${durationWords(limitSeconds)}`
  if (seconds === undefined) return `NOT YET; ${limit}`
  return `after ${durationWords(seconds)}; ${limit}${late ? ': TOO LONG' : ''}`
}

export function resultJson({ performed, written: { evidence, files }, repeat }: Report): string {
  const { run, broken, expected } = performed
  const result = {
    release: run.release,
    system: run.scene.system,
    environment: run.scene.environment,
    version: run.scene.version,
    seed: run.seed,
    faults: run.faults,
    outcome: run.outcome ?? null,
    because: run.because,
    expected: expected ?? null,
    expectationMet: expected === undefined ? null : expected === run.outcome,
    broken: broken ?? null,
    trafficBackSeconds: evidence?.trafficBackSeconds ?? null,
    everythingBackSeconds: evidence?.everythingBackSeconds ?? null,
    worldCalls: run.calls.length,
    evidence: files ?? null,
    repeat,
  }
  return `${JSON.stringify(result, null, 2)}\n`
}
