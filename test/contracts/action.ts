import { describe, expect, it } from 'vitest'
import type { Action, Change, Look, Percent } from '../../shared/actions/port.ts'
import { changeToken } from '../../shared/changes/token.ts'
import type { Json } from '../../shared/ledger/store.ts'
import type { World } from '../../shared/world.ts'

/** A world in which the kind's resource stands as it did before the release. */
export interface ActionStage {
  readonly world: World
  /**
   * What the kind may change, as plain JSON: what users meet or what is left behind, without ids that differ from run
   * to run and without what may stay (a task definition's revision that nothing uses).
   */
  state(): Json
  /** Lets time pass until nothing moves any more. */
  settle(): void | Promise<void>
  /** Somebody else changes the resource. */
  foreign?(): void
  /** AWS takes the nth changing call from now in, but its answer never arrives. */
  loseAnswerOfWrite(n: number): void
  /** How many changing calls AWS has had. */
  writes(): number
}

export interface ActionUnderContract {
  /** `(await loadAction(world, kind))` or the kind itself. */
  // biome-ignore lint/suspicious/noExplicitAny: the contract holds for every kind's own types
  readonly action: Action<any, any, any>
  readonly name?: string
  readonly target: Json
  makeWorld(): ActionStage | Promise<ActionStage>
  /** A step on the way, for kinds that go by weights. */
  readonly step?: Percent
  /** Why nobody else can be in the way of this kind; else the stage has `foreign`. */
  readonly cannotConflict?: string
}

const release = 'serveml-2.4.0-1'

/** What every kind does. Runs on whatever World the stage has: a fake of one service, or the simulated account. */
export function actionContract({
  action,
  name,
  target: raw,
  makeWorld,
  step,
  cannotConflict,
}: ActionUnderContract): void {
  describe(`${name ?? action.kind} is an Action`, () => {
    const target = action.target.parse(raw)
    const resource = action.resource(target)

    const change = (
      world: World,
      direction: 'forward' | 'back',
      ours: readonly Json[],
      percent = 100,
    ): Change<Json> => ({
      release,
      action: 'the change',
      direction,
      token: changeToken(release, resource, direction === 'back' ? 0 : percent, direction),
      ours,
      since: world.now(),
    })

    /** Captures, aims and goes; what the driver does with its journal in between is not the kind's. */
    async function begun(stage: ActionStage, percent = 100) {
      const before: Json = await action.capture(target, stage.world)
      const aim: Json = action.aim(target, before, percent)
      return { before, aim, forward: change(stage.world, 'forward', [before, aim], percent) }
    }

    async function looked(stage: ActionStage, to: Json, mark: Json | undefined, by: Change<Json>): Promise<Look> {
      const writes = stage.writes()
      const state = stage.state()
      const look = await action.look(target, to, mark, stage.world, by)
      expect(stage.writes(), 'look changed something').toBe(writes)
      expect(stage.state()).toEqual(state)
      return look
    }

    async function arrived(stage: ActionStage, to: Json, by: Change<Json>): Promise<Json> {
      const mark: Json = await action.go(target, to, stage.world, by)
      await stage.settle()
      expect(await looked(stage, to, mark, by)).toBe('there')
      return mark
    }

    /** How many calls change something on the way, each of whose answers can get lost. */
    async function countWrites(work: (stage: ActionStage) => Promise<void>): Promise<number> {
      const stage = await makeWorld()
      await work(stage)
      return stage.writes()
    }

    it('has a resource key that the ledger can hold, the same for the same target', () => {
      expect(resource).not.toContain('#')
      expect(resource.startsWith(`${action.kind}/`)).toBe(true)
      expect(action.resource(action.target.parse(structuredClone(raw)))).toBe(resource)
    })

    it('refuses a target with a field it does not know, or without one it needs', () => {
      expect(() => action.target.parse({ ...(raw as object), another: 'field' })).toThrow()
      expect(() => action.target.parse({})).toThrow()
    })

    it('captures without changing anything, the same each time', async () => {
      const stage = await makeWorld()
      const state = stage.state()
      const image = await action.capture(target, stage.world)
      expect(await action.capture(target, stage.world)).toEqual(image)
      expect(stage.writes()).toBe(0)
      expect(stage.state()).toEqual(state)
    })

    it('aims without touching the image it was given, the same each time', async () => {
      const stage = await makeWorld()
      const before = frozen(await action.capture(target, stage.world))
      const aims = [action.aim(target, before, step), action.aim(target, before, step)]
      expect(aims[0]).toEqual(aims[1])
      expect(stage.writes()).toBe(0)
    })

    it('has targets, images and marks that survive the ledger', async () => {
      const stage = await makeWorld()
      const { before, aim, forward } = await begun(stage)
      const mark = await action.go(target, aim, stage.world, forward)
      expect(action.target.parse(throughJson(raw))).toEqual(target)
      for (const image of [before, aim]) expect(action.image.parse(throughJson(image))).toEqual(image)
      expect(action.mark.parse(throughJson(mark))).toEqual(mark)
      const published = action.publishes?.(target, mark, aim) ?? {}
      expect(throughJson(published as Json)).toEqual(published)
    })

    it('is there once it has gone and the world has followed', async () => {
      const stage = await makeWorld()
      const { aim, forward } = await begun(stage)
      await arrived(stage, aim, forward)
    })

    it('changes the world once, however often it goes with the same change', async () => {
      const stage = await makeWorld()
      const { aim, forward } = await begun(stage)
      const first = await action.go(target, aim, stage.world, forward)
      const state = stage.state()
      const second = await action.go(target, aim, stage.world, forward)
      expect(stage.state()).toEqual(state)
      await stage.settle()
      for (const mark of [first, second]) expect(await looked(stage, aim, mark, forward)).toBe('there')
      await action.go(target, aim, stage.world, forward)
      expect(await looked(stage, aim, second, forward)).toBe('there')
    })

    it('finds its own work again, whichever answer got lost', async () => {
      const clean = await makeWorld()
      const there = await begun(clean)
      await arrived(clean, there.aim, there.forward)
      for (let lost = 1; lost <= clean.writes(); lost++) {
        const stage = await makeWorld()
        const { aim, forward } = await begun(stage)
        stage.loseAnswerOfWrite(lost)
        await expect(action.go(target, aim, stage.world, forward)).rejects.toThrow()
        await stage.settle()
        const unsure = await looked(stage, aim, undefined, forward)
        expect(unsure === 'there' || unsure === 'not-yet' || 'notYet' in unsure, JSON.stringify(unsure)).toBe(true)
        await arrived(stage, aim, forward)
        expect(stage.state()).toEqual(clean.state())
      }
    })

    it('is harmless when it goes to where the resource already is', async () => {
      const stage = await makeWorld()
      const { before, forward } = await begun(stage)
      const state = stage.state()
      const mark = await action.go(target, before, stage.world, forward)
      await stage.settle()
      expect(stage.state()).toEqual(state)
      expect(await looked(stage, before, mark, forward)).toBe('there')
    })

    it('does not say there before anything was done', async () => {
      const stage = await makeWorld()
      const { before, aim, forward } = await begun(stage)
      // A kind that changes nothing only looks whether others have done it.
      if (stage.writes() === (await countWrites(goOnce))) return
      expect(aim).not.toEqual(before)
      expect(await looked(stage, aim, undefined, forward)).not.toBe('there')
    })

    async function goOnce(stage: ActionStage): Promise<void> {
      const { aim, forward } = await begun(stage)
      await action.go(target, aim, stage.world, forward)
    }

    const conflict = 'stops before what somebody else put there, and leaves it'
    it.skipIf(cannotConflict !== undefined)(conflict + because(cannotConflict), async () => {
      const stage = await makeWorld()
      const { before, aim, forward } = await begun(stage)
      stage.foreign!()
      const state = stage.state()
      await expect(action.go(target, aim, stage.world, forward)).rejects.toMatchObject({ name: 'Conflicted' })
      const back = change(stage.world, 'back', [before, aim])
      if (action.comeBack(target).way === 'undo') {
        await expect(action.go(target, before, stage.world, back)).rejects.toMatchObject({ name: 'Conflicted' })
      }
      expect(stage.state()).toEqual(state)
    })

    const { way, because: reason } = action.comeBack(target)
    describe.skipIf(way !== 'undo')(`coming back${because(reason)}`, () => {
      for (const percent of step === undefined ? [100] : [step, 100]) {
        it(`leaves the world exactly as it was, from ${percent} %`, async () => {
          const stage = await makeWorld()
          const state = stage.state()
          const { before, aim, forward } = await begun(stage, percent)
          await arrived(stage, aim, forward)
          expect(stage.state()).not.toEqual(state)
          await arrived(stage, before, change(stage.world, 'back', [before, aim]))
          expect(stage.state()).toEqual(state)
        })
      }

      it('is harmless when the change never happened', async () => {
        const stage = await makeWorld()
        const state = stage.state()
        const { before, aim } = await begun(stage)
        await arrived(stage, before, change(stage.world, 'back', [before, aim]))
        expect(stage.state()).toEqual(state)
      })

      it('finds its own way back again, whichever answer got lost', async () => {
        const there = await makeWorld()
        const begin = await begun(there)
        await arrived(there, begin.aim, begin.forward)
        const forwardWrites = there.writes()
        await arrived(there, begin.before, change(there.world, 'back', [begin.before, begin.aim]))
        for (let lost = 1; lost <= there.writes() - forwardWrites; lost++) {
          const stage = await makeWorld()
          const state = stage.state()
          const { before, aim, forward } = await begun(stage)
          await arrived(stage, aim, forward)
          const back = change(stage.world, 'back', [before, aim])
          stage.loseAnswerOfWrite(lost)
          await expect(action.go(target, before, stage.world, back)).rejects.toThrow()
          await stage.settle()
          await arrived(stage, before, back)
          expect(stage.state()).toEqual(state)
        }
      })
    })

    it('says in words what will be different, whatever of it is known', async () => {
      const stage = await makeWorld()
      const { before, aim } = await begun(stage, step)
      for (const from of [undefined, before]) {
        for (const to of [undefined, before, aim]) {
          const words = action.describe(target, from, to)
          expect(words).not.toMatch(/undefined|null|\[object|NaN/)
          expect(words.length).toBeGreaterThan(10)
        }
      }
    })

    it('says what is done in one plain line, for those who sign', () => {
      expect(action.plainly(target)).toMatch(/^(?!.*(undefined|null|\[object|NaN))[^\n]{20,200}$/)
    })
  })
}

/** A skipped case carries its reason. */
const because = (reason: string | undefined): string => (reason === undefined ? '' : ` (not asked: ${reason})`)

const throughJson = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const one of Object.values(value)) frozen(one)
  return Object.freeze(value)
}
