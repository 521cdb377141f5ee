import type { Clock, Timer } from '../../rehearsal/clock.ts'

/** setTimeout counts in 32 bits: a longer wait is waited in pieces. */
const pieceMs = 2 ** 31 - 1

/** The machine's own time, for an engine that runs outside of rehearsals. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const due = Date.now() + ms
    let timer: NodeJS.Timeout
    const wait = () => {
      const left = due - Date.now()
      timer = setTimeout(left > pieceMs ? wait : run, Math.max(0, Math.min(left, pieceMs)))
    }
    wait()
    return { cancel: () => clearTimeout(timer) } satisfies Timer
  },
}
