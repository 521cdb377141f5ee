import { actionNames } from './cross-check/action-names.ts'
import { artifacts } from './cross-check/artifacts.ts'
import { namesExist } from './cross-check/names-exist.ts'
import { order } from './cross-check/order.ts'
import { people } from './cross-check/people.ts'
import type { CrossCheck } from './cross-check/port.ts'
import { promises } from './cross-check/promises.ts'
import { reachesUsers } from './cross-check/reaches-users.ts'
import { variables } from './cross-check/variables.ts'

const later: readonly CrossCheck[] = [order, actionNames, reachesUsers, people, promises, variables]

/** What one file alone cannot say. What means nothing is told first: everything else would only repeat it. */
export const crossCheck: CrossCheck = (loaded, files) => {
  const unknown = [...namesExist(loaded, files), ...artifacts(loaded, files)]
  return unknown.length > 0 ? unknown : later.flatMap((check) => check(loaded, files))
}
