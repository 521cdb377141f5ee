import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Run } from '../rehearsal/rehearse.ts'
import type { Evidence } from '../shared/evidence/evidence.ts'
import { fold } from '../shared/evidence/fold.ts'

export interface EvidenceFiles {
  readonly html: string
  readonly json: string
}

/** The report of a run that is over; nothing when it was refused before the ledger knew it. */
export const evidenceOf = (run: Run): Evidence | undefined =>
  run.everything === undefined ? undefined : fold(run.everything)

/** Writes the report as one self-contained page, and the same as JSON. The same run writes the same bytes. */
export async function writeEvidence(evidence: Evidence, dir: string): Promise<EvidenceFiles> {
  const { htmlReport } = await import('../shared/evidence/html/report.ts')
  mkdirSync(dir, { recursive: true })
  const files = { html: join(dir, 'report.html'), json: join(dir, 'evidence.json') }
  writeFileSync(files.html, htmlReport(evidence))
  writeFileSync(files.json, `${JSON.stringify(evidence, null, 2)}\n`)
  return files
}

/** `.tidegate/<release>-<seed>`, and the names of the fault files, so that two nights do not share a folder. */
export function evidenceFolder(run: Run, faultFiles: readonly string[], kill: string | undefined): string {
  const faults = faultFiles.map(
    (file) =>
      `-${basename(file)
        .replace(/\.ya?ml$/, '')
        .replaceAll(/[^\w.-]+/g, '_')
        .slice(0, 60)}`,
  )
  return join('.tidegate', `${run.release}-${run.seed}${faults.join('')}${kill === undefined ? '' : `-kill-${kill}`}`)
}
