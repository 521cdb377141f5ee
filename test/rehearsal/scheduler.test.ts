import { describe, expect, it } from 'vitest'
import { Scheduler } from '../../rehearsal/scheduler.ts'

const never = () => false

describe('virtual time', () => {
  it('runs by time, then by the order of asking, draining microtasks in between', async () => {
    const scheduler = new Scheduler(0)
    const seen: string[] = []
    const note = (name: string) => async () => {
      seen.push(name)
      await null
      await null
      seen.push(`${name}'`)
    }
    scheduler.after(20, note('late'))
    scheduler.after(10, note('first'))
    scheduler.after(10, note('second'))
    await scheduler.run(never)
    expect(seen).toEqual(['first', "first'", 'second', "second'", 'late', "late'"])
    expect(scheduler.now()).toBe(20)
  })

  it('does not run what was cancelled', async () => {
    const scheduler = new Scheduler(0)
    let ran = 0
    scheduler.after(5, () => (ran += 1)).cancel()
    await scheduler.run(never)
    expect(ran).toBe(0)
  })
})

describe('an idle look', () => {
  function looking(settles: number[] = []) {
    const scheduler = new Scheduler(0)
    const looks: number[] = []
    const look = () => {
      looks.push(scheduler.now())
      scheduler.after(60_000, look, { key: 'look', repeats: 60_000, settles })
    }
    scheduler.after(60_000, look, { key: 'look', repeats: 60_000, settles })
    return { scheduler, looks }
  }

  it('is skipped while nothing happens, and takes place at its own next tick after something did', async () => {
    const { scheduler, looks } = looking()
    scheduler.after(86_400_000 + 1, () => {})
    await scheduler.run(() => scheduler.now() > 86_500_000)
    expect(looks).toEqual([60_000, 86_460_000])
  })

  it('sees everything that happens', async () => {
    const { scheduler, looks } = looking()
    for (const at of [100_000, 200_000, 300_000]) scheduler.after(at, () => {})
    await scheduler.run(() => scheduler.now() >= 300_000 && looks.at(-1)! >= 300_000)
    expect(looks).toEqual([60_000, 120_000, 240_000, 300_000])
  })

  it('takes place again when what happened last has moved the world by itself', async () => {
    const { scheduler, looks } = looking([100_000, 300_000])
    scheduler.after(30_000, () => {})
    scheduler.after(900_000, () => {})
    await scheduler.run(() => scheduler.now() >= 900_000)
    expect(looks).toEqual([60_000, 180_000, 360_000])
  })

  it('ends the run when nothing but looking is left', async () => {
    const { scheduler } = looking()
    expect(await scheduler.run(never)).toBe('idle')
  })
})
