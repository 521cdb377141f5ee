import type { Evidence } from '../evidence.ts'
import { html } from './html.ts'
import { style } from './style.ts'
import { releaseView } from './view.ts'

/** The report as one page: no script, nothing fetched, everything from the ledger escaped. */
export function htmlReport(evidence: Evidence): string {
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>${evidence.system} ${evidence.version}: ${evidence.outcome}</title><style>${style}</style></head><body><main>
${releaseView(evidence)}</main></body></html>`
  return `${page.text}\n`
}
