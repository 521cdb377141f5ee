import type { Context } from 'aws-lambda'
import type { World } from '../shared/world.ts'
import { answerEvent } from '../web/lambda.ts'

export { preloadPages } from '../web/preload.ts'

import { lambdaWorld, type Phase } from './phase.ts'

/** The pages. No phase: it answers people, never the machines, and tells every failure in words. */
export const handler: Phase = Object.assign(
  (event: unknown, context: Context) => answerEvent(event, lambdaWorld('web', context, undefined)),
  { in: (world: World) => (event: unknown) => answerEvent(event, world) },
)
