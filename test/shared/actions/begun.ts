import type { Action, Change } from '../../../shared/actions/port.ts'
import { changeToken } from '../../../shared/changes/token.ts'
import type { Json } from '../../../shared/ledger/store.ts'
import type { World } from '../../../shared/world.ts'

const release = 'serveml-2.4.0-1'

/** A change of one resource as the driver has it in hand: captured, aimed, not gone yet. */
export async function begun<T, I extends Json, M extends Json>(
  action: Action<T, I, M>,
  raw: Json,
  world: World,
  percent = 100,
) {
  const target = action.target.parse(raw)
  const before = await action.capture(target, world)
  const aim = action.aim(target, before, percent)
  const change = (direction: 'forward' | 'back'): Change<I> => ({
    release,
    action: 'the change',
    direction,
    token: changeToken(release, action.resource(target), direction === 'back' ? 0 : percent, direction),
    ours: [before, aim],
    since: world.now(),
  })
  const forward = change('forward')
  const back = change('back')
  return {
    target,
    before,
    aim,
    forward,
    back,
    go: () => action.go(target, aim, world, forward),
    look: (mark?: M) => action.look(target, aim, mark, world, forward),
    goBack: () => action.go(target, before, world, back),
    lookBack: (mark?: M) => action.look(target, before, mark, world, back),
  }
}
