import { expect, it } from 'vitest'
import { scripted, serveml, story } from '../stories/stage.ts'

/** Invoked with a release in the event, a function has it in every line; these two come for whatever there is. */
const forMany = ['resume', 'watchdog']
/** On AWS the rule leaves these out: its parent hears of its end. */
const ofTheChild = /-change ended/

it('every line about a release names it, also of whoever works for many', async () => {
  for (const file of ['operator-aborts.yaml', 'close-never-succeeds.yaml']) {
    const { logs, release } = await story(await serveml(), scripted(file).faults)
    const lines = logs.filter(
      ({ by, message }) => forMany.includes(by) && message !== `${by} begins` && !ofTheChild.test(message),
    )
    expect(new Set(lines.map(({ by }) => by))).toEqual(new Set(forMany))
    expect(lines.filter(({ facts }) => facts['release'] !== release).map(({ message }) => message)).toEqual([])
    const others = logs.filter(({ by, message }) => !forMany.includes(by) && message === `${by} begins`)
    expect(others.filter(({ facts }) => facts['release'] !== release && facts['do'] !== undefined)).toEqual([])
  }
})
