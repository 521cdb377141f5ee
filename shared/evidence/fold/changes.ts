import { differences } from '../../changes/differences.ts'
import type { Everything } from '../../ledger/ledger.ts'
import type { LineRecord } from '../../ledger/records.ts'
import type { Json } from '../../ledger/store.ts'
import { at, maybeAt } from '../moment.ts'
import type { Change, NotDone, Stands } from '../schema/change.ts'

/** Everything that was done, one entry a resource, in the order in which it was begun. */
export function foldChanges({ lines, undos, befores }: Everything): Change[] {
  const done = lines.filter((line) => line.state !== 'unchanged')
  const byResource = Map.groupBy(done, (line) => line.resource)
  return [...byResource.values()]
    .map((own) => own.toSorted((a, b) => a.intendedAt - b.intendedAt))
    .sort((a, b) => a[0]!.intendedAt - b[0]!.intendedAt)
    .map((own): Change => {
      const [first] = own as [LineRecord]
      const last = own.at(-1)!
      const before = befores.find((one) => one.resource === first.resource)?.image ?? null
      const undo = undos.find((one) => one.resource === first.resource)
      const stands = standsOf(last, undo?.state)
      return {
        resource: first.resource,
        kind: first.kind,
        actions: [...new Set(own.map((line) => line.action))],
        phase: first.phase,
        stands,
        before: plain(before),
        aim: plain(last.aim),
        steps: own.map((line) => ({
          percent: line.step % 1000,
          state: line.state,
          at: at(line.intendedAt),
          there: maybeAt(line.settledAt),
          aim: plain(line.aim),
        })),
        ...(undo !== undefined && {
          back: {
            stage: undo.stage,
            state: undo.state,
            from: at(undo.startedAt),
            to: maybeAt(undo.undoneAt),
            ...(undo.because !== undefined && { because: undo.because }),
          },
        }),
        ...(last.because !== undefined && { because: last.because }),
        reads: readsOf(stands, undo?.because),
        differences: differences(before, last.aim),
      }
    })
}

/** The schema's JSON type forgets that ours is read-only. */
const plain = (value: Json): Change['before'] => value as Change['before']

function standsOf(last: LineRecord, undo: string | undefined): Stands {
  if (undo === 'undone') return 'as-before'
  if (undo === 'stays' || undo === 'asks') return undo
  if (undo !== undefined) return 'unclear'
  return last.state === 'settled' ? 'new' : 'unclear'
}

const sentences: Readonly<Record<Stands, string>> = {
  new: 'is as the release wants it',
  'as-before': 'was put back and is as before',
  stays: 'stays, which harms nobody',
  asks: 'waits for people: putting it back loses something',
  unclear: 'is neither as before nor as wanted: look at it',
}
const readsOf = (stands: Stands, because: string | undefined): string =>
  because === undefined ? sentences[stands] : `${sentences[stands]} (${because})`

/** Parts of the plan that changed nothing: unchanged, or never reached. */
export function foldNotDone({ plan, lines }: Everything): NotDone[] {
  const all = [...plan.ttl, ...plan.backup, ...plan.migrate, ...plan.deploy, ...plan.verify, ...plan.cutover]
  return all.flatMap((action): NotDone[] => {
    const { name, kind, phase } = action
    const own = lines.filter((line) => line.action === name)
    if (action.unchanged !== undefined)
      return [{ action: name, kind, phase, why: 'unchanged', because: action.unchanged }]
    if (own.length === 0)
      return [{ action: name, kind, phase, why: 'not-reached', because: 'the release ended before it' }]
    if (own.some((line) => line.state !== 'unchanged')) return []
    return [{ action: name, kind, phase, why: 'unchanged', because: 'it was there already' }]
  })
}
