import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { style } from '../shared/evidence/html/style.ts'

export interface Asset {
  /** Where it is asked for: its address says its content, so that it may be kept for ever. */
  readonly path: string
  readonly type: string
  readonly text: string
}

const folder = join(import.meta.dirname, 'assets')
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

function asset(text: string, ending: string, type: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return { path: `/assets/${hash}.${ending}`, type, text }
}

/** Reports and pages look the same: what the pages have besides is in assets/. */
export const stylesheet = asset(
  `${style.text}${read('pages.css')}${read('sign.css')}`,
  'css',
  'text/css; charset=utf-8',
)
export const script = asset(read('live.js'), 'js', 'text/javascript; charset=utf-8')
