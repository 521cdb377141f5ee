import { describe, expect, it } from 'vitest'
import { realPace } from '../../../cli/room/pace.ts'
import { Scheduler } from '../../../rehearsal/scheduler.ts'

/** The real clock, as far as the pace sees it: moved by the test. */
function underTest(speed = 100) {
  let real = 1_000
  const scheduler = new Scheduler(0)
  scheduler.keepPace(
    realPace(
      () => speed,
      () => real,
    ),
  )
  return {
    scheduler,
    goOn: (ms: number) => {
      real += ms
    },
  }
}
const soon = () => new Promise((resolve) => setImmediate(resolve))

describe('virtual time that is watched', () => {
  it('runs nothing before the real clock has come so far', async () => {
    const { scheduler, goOn } = underTest()
    const ran: number[] = []
    scheduler.after(60_000, () => ran.push(scheduler.now()))
    const over = scheduler.run(() => ran.length > 0)
    await soon()
    expect(ran).toEqual([])
    goOn(300)
    await soon()
    expect(scheduler.now()).toBe(30_000)
    expect(ran).toEqual([])
    goOn(300)
    await over
    expect(ran).toEqual([60_000])
  })

  it('takes what comes in between at the moment at which it came, and then goes on', async () => {
    const { scheduler, goOn } = underTest()
    const ran: [string, number][] = []
    scheduler.after(60_000, () => ran.push(['later', scheduler.now()]))
    const over = scheduler.run(() => ran.length === 2)
    await soon()
    goOn(200)
    scheduler.after(0, () => ran.push(['now', scheduler.now()]))
    await soon()
    await soon()
    expect(ran).toEqual([['now', 20_000]])
    goOn(400)
    await over
    expect(ran).toEqual([
      ['now', 20_000],
      ['later', 60_000],
    ])
  })

  it('does not wait for what takes no time that anybody sees', async () => {
    const { scheduler } = underTest()
    const ran: number[] = []
    for (let at = 0; at < 100; at += 1) scheduler.after(at, () => ran.push(at))
    await scheduler.run(() => ran.length === 100)
    expect(ran).toHaveLength(100)
  })
})
