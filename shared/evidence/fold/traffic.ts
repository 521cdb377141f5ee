import type { Everything } from '../../ledger/ledger.ts'
import { at, maybeAt } from '../moment.ts'
import type { Asked, Seen, Traffic } from '../schema/traffic.ts'

/** Which share of users each move asked for, and where requests were really seen. */
export function foldTraffic({ plan, lines, undos, events }: Everything): Traffic {
  const moves = plan.cutover.flatMap((move) => {
    const own = lines
      .filter((line) => line.action === move.name && line.state !== 'unchanged')
      .toSorted((a, b) => a.intendedAt - b.intendedAt)
    const [first] = own
    if (first === undefined) return []
    const asked = own.map(
      (line): Asked => ({
        at: at(line.intendedAt),
        percent: line.step % 1000,
        there: maybeAt(line.settledAt),
        direction: 'forward',
      }),
    )
    const undo = undos.find((one) => one.resource === first.resource && one.putBackAt !== undefined)
    if (undo !== undefined)
      asked.push({ at: at(undo.startedAt), percent: 0, there: maybeAt(undo.undoneAt), direction: 'back' })
    return [{ move: move.name, kind: move.kind, resource: first.resource, asked }]
  })
  const seen = events
    .filter((event) => event.what === 'look')
    .flatMap((event) => {
      const looked = event.facts['checks'] as unknown as readonly { facts?: Readonly<Record<string, unknown>> }[]
      return looked.map(({ facts }) => seenOf(event.at, facts ?? {}))
    })
  return { moves, seen: seen.filter((one) => one !== undefined) }
}

function seenOf(when: number, facts: Readonly<Record<string, unknown>>): Seen | undefined {
  const { seen, asked, requests, move } = facts
  if (typeof seen !== 'number') return undefined
  return {
    at: at(when),
    seen,
    ...(typeof asked === 'number' && { asked }),
    ...(typeof requests === 'number' && { requests }),
    ...(typeof move === 'string' && { move }),
  }
}
