import type { Property } from './port.ts'

/** Ours, far below AWS's own 256 KiB and 25,000. */
const stateBytesMax = 32 * 1024
const historyEventsMax = 2_000

export const quotas: Property = {
  name: 'states carry ids and verdicts only, and histories stay small',
  broken(run) {
    for (const { description, history } of run.executions) {
      if (history.length > historyEventsMax) return `${description.name} has ${history.length} events`
      for (const event of history) {
        for (const name of ['stateEnteredEventDetails', 'stateExitedEventDetails'] as const) {
          const details = event[name] as { name?: string; input?: string; output?: string } | undefined
          const bytes = Buffer.byteLength(details?.input ?? details?.output ?? '')
          if (bytes > stateBytesMax) return `state "${details?.name}" of ${description.name} carries ${bytes} bytes`
        }
      }
    }
    return undefined
  },
}
