import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Run } from '../rehearsal/rehearse.ts'
import type { Evidence } from '../shared/evidence/evidence.ts'
import { EvidenceMissing } from '../shared/evidence/evidence-missing.ts'
import { fold } from '../shared/evidence/fold.ts'
import { digestOf } from '../shared/plan/digest.ts'

export interface EvidenceFiles {
  readonly html: string
  readonly json: string
}

/** The report of a run and where it was written, or why there is none. */
export type Written =
  | { readonly evidence: Evidence; readonly files: EvidenceFiles }
  | { readonly evidence?: undefined; readonly files?: undefined; readonly missing: string }

/** Writes the report of a run as one self-contained page, and the same as JSON. The same run writes the same bytes. */
export async function writeEvidence(run: Run, dir: string): Promise<Written> {
  if (run.everything === undefined) return { missing: 'it was refused before the ledger knew it' }
  let evidence: Evidence
  try {
    evidence = fold(run.everything)
  } catch (error) {
    if (!(error instanceof EvidenceMissing)) throw error
    return { missing: error.message }
  }
  return { evidence, files: await writeReport(evidence, dir) }
}

/** A report as one self-contained page, and as JSON. */
export async function writeReport(evidence: Evidence, dir: string): Promise<EvidenceFiles> {
  const { htmlReport } = await import('../shared/evidence/html/report.ts')
  mkdirSync(dir, { recursive: true })
  const files = { html: join(dir, 'report.html'), json: join(dir, 'evidence.json') }
  writeFileSync(files.html, htmlReport(evidence))
  writeFileSync(files.json, `${JSON.stringify(evidence, null, 2)}\n`)
  return files
}

/** `.tidegate/<release>-<seed>`, and the names of the fault files, so that two nights do not share a folder. */
export function evidenceFolder(run: Run, faultFiles: readonly string[], kill: string | undefined): string {
  const faults = faultFiles.map((file) => `-${/^\s*[{[]/.test(file) ? digestOf(file).slice(0, 8) : nameOf(file)}`)
  return join('.tidegate', `${run.release}-${run.seed}${faults.join('')}${kill === undefined ? '' : `-kill-${kill}`}`)
}

const nameOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '')
