import { ReportInput, report } from '../shared/phases/report.ts'
import { phase } from './phase.ts'

/** Writes the evidence of a release: a fold over the ledger, as JSON and HTML. */
export const handler = phase('report', ReportInput, report)
