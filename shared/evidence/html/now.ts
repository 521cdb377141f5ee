import { roleWords } from '../../gates/role-words.ts'
import type { Evidence } from '../evidence.ts'
import { awaitedAt, holdWords } from './people.ts'
import { called, clock } from './words.ts'

const ended = {
  released: 'Users are on the new version, and the bake ended well.',
  refused: 'Nothing was changed.',
  'rolled-back': 'Users are on the former side; everything that can be undone is.',
  stuck: 'Neither forward nor back was safe: a person is needed and was paged.',
} as const

/** What is going on, in a line: it changes when something happens, and not because time goes on. */
export function nowWords(evidence: Evidence): string {
  const { outcome, holds, gates, phases, ahead = [], back } = evidence
  if (outcome !== 'open') return ended[outcome]
  const hold = holds.find((one) => one.answer === undefined && one.to === undefined)
  if (hold !== undefined && back === undefined) return `It holds, ${holdWords(evidence, hold)}. Somebody has to answer.`
  const gate = gates.find((one) => one.state === 'awaiting')
  if (gate !== undefined && back === undefined) {
    const missing = awaitedAt(gate).map(
      (one) => `${one.people.map((person) => called(evidence, person)).join(' or ')} as ${roleWords(one.role)}`,
    )
    return `Gate "${gate.gate}" waits for ${missing.length === 0 ? 'its decision to be taken up' : missing.join(', ')}.`
  }
  const under = phases.flatMap((phase) =>
    phase.rows.flatMap((row) => (row.ended === 'unfinished' ? [{ phase, row }] : [])),
  )
  const now = under.filter(({ phase }) => phase.name === (under.at(-1)?.phase.name ?? ''))
  const [next] = ahead
  if (now.length === 0) return next === undefined ? 'What was last is done.' : `Next: ${next.title}, ${next.name}.`
  const bake = now.find(({ row }) => row.what === 'bake')?.row
  if (bake !== undefined) {
    const until = new Date(Date.parse(bake.from) + (bake.forecastSeconds ?? 0) * 1000).toISOString()
    return `It bakes: watched until ${clock(until)}, then kept.`
  }
  const watching = now.some(({ row }) => row.segments.at(-1)?.as === 'watching')
  const what = now.map(({ row }) => row.name).join(', ')
  return `${now[0]!.phase.title}: ${what}${watching ? ', watching' : ''}.`
}
