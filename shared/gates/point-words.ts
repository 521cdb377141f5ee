import type { HoldAnswer } from '../ledger/records.ts'

/** What a release does by an answer to its hold, or by none. */
export const answerWords: Readonly<Record<HoldAnswer, string>> = {
  'go-on': 'it goes on',
  'step-back': 'it steps back',
  'roll-back': 'it rolls back',
}

/** The point of a hold in words: `api.serveml.example at 25 %`. */
export function pointWords(point: string): string {
  const [where = ''] = point.split('@')
  const found = /^(.*)\/(\d+)$/.exec(where)
  if (found !== null) return `${found[1]} at ${Number(found[2]) % 1000} %`
  return where === 'before-cutover' ? 'before users move' : where === 'bake' ? 'the bake' : where
}
