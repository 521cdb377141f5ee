import type { Pace } from '../../rehearsal/clock.ts'

/** Shorter than this nobody sees: it is made up for later. */
const leastMs = 8
/** The speed may change while time goes by. */
const lookMs = 200

/** Virtual time by the real clock: so many virtual seconds go by in one, as long as whoever asks wants it so. */
export function realPace(speed: () => number, clock: () => number = Date.now): Pace & { stop(): void } {
  let virtual = 0
  let real = 0
  let wake: (() => void) | undefined
  let cut = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const goOn = () => {
    const at = clock()
    virtual += (at - real) * speed()
    real = at
  }
  return {
    async reach(from, to) {
      if (virtual === 0) [virtual, real] = [from, clock()]
      cut = false
      goOn()
      // What took long to work out is not waited for as well.
      virtual = Math.max(virtual, from)
      while (virtual < to && !cut) {
        const left = (to - virtual) / speed()
        if (left < leastMs) break
        await new Promise<void>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, Math.min(left, lookMs))
        })
        clearTimeout(timer)
        if (stopped) await new Promise<never>(() => {})
        goOn()
      }
      if (cut && virtual < to) return virtual
      virtual = to
      return to
    },
    now: () => virtual + (clock() - real) * speed(),
    /** Nobody watches any more: time stands still from here on, and nothing keeps the process. */
    stop() {
      stopped = true
      wake?.()
    },
    interrupt() {
      cut = true
      wake?.()
    },
  }
}
