import { describe, expect, it, vi } from 'vitest'
import { actionKinds, loadAction, preloadActions } from '../../../shared/actions/index.ts'

const asked: string[] = []
const world = {
  load: <T>(name: string, load: () => Promise<T>): Promise<T> => {
    asked.push(name)
    return load()
  },
}

describe('the kinds of actions', () => {
  it('load through the World, each under the name it is asked for', async () => {
    // Other tests of this worker have loaded them already.
    vi.resetModules()
    const fresh = await import('../../../shared/actions/index.ts')
    for (const kind of actionKinds) expect((await fresh.loadAction(world, kind)).kind).toBe(kind)
    expect(asked).toEqual(actionKinds.map((kind) => `action ${kind}`))
  })

  it('are never loaded by a World again once they were preloaded', async () => {
    await preloadActions()
    asked.length = 0
    for (const kind of actionKinds) await loadAction(world, kind)
    expect(asked).toEqual([])
  })

  it('all say how long settling usually takes, within their limit', async () => {
    for (const kind of actionKinds) {
      const { usualSeconds, limitSeconds } = await loadAction(world, kind)
      expect(usualSeconds).toBeGreaterThan(0)
      expect(limitSeconds).toBeGreaterThan(usualSeconds)
    }
  })

  it('refuse an unknown one and name the nearest', async () => {
    await expect(loadAction(world, 'lambda-allias')).rejects.toMatchObject({ name: 'WrongInput' })
    await expect(loadAction(world, 'lambda-allias')).rejects.toThrow('did you mean "lambda-alias"?')
    await expect(loadAction(world, 'terraform')).rejects.not.toThrow('did you mean')
  })

  it.each(['toString', '__proto__', 'constructor'])('know no kind called %s', async (kind) => {
    await expect(loadAction(world, kind)).rejects.toMatchObject({ name: 'WrongInput' })
  })
})
