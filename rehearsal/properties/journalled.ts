import type { Write } from '../../shared/ledger/store.ts'
import { isRead } from '../../shared/retries.ts'
import type { Run } from '../rehearse.ts'
import type { Property } from './port.ts'

/** Calls that carry Tidegate itself: they change nothing that is released. */
const own = /^(SQS|SNS|SFN|KMS|Lambda\.Invoke|ledger:|http|tls|dns|sleep|load)/

/** Changes of what is released, with the invocation that made them. */
export const changes = (run: Run) =>
  run.calls.filter((call) => !own.test(call.what) && !isRead(call.what) && call.by !== 'report' && call.ok)

export const journalled: Property = {
  name: 'every change was journalled, with its before-image, before it was made',
  broken(run) {
    const announced = new Map<number, number>()
    for (const call of run.calls) {
      if (call.what.startsWith('ledger:') && announces(call.input) && !announced.has(call.invocation)) {
        announced.set(call.invocation, call.n)
      }
    }
    for (const change of changes(run)) {
      const line = announced.get(change.invocation)
      if (line === undefined || line > change.n) {
        return `${change.by} called ${change.what} (World call ${change.n}) before it had journalled it`
      }
    }
    return undefined
  },
}

/** An intended or undoing line written, or its deadline raised, by this very invocation. */
function announces(input: unknown): boolean {
  return ((input as { write?: readonly Write[] }).write ?? []).some((write) => {
    const key = 'put' in write ? write.put : 'set' in write ? write.set : undefined
    if (key === undefined || !/^(LINE|UNDO)#/.test(key.sk)) return false
    const to = 'put' in write ? write.put : 'set' in write ? write.to : {}
    return to['state'] === 'intended' || to['state'] === 'undoing' || to['deadline'] !== undefined
  })
}
