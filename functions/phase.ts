import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import type { ZodMiniType } from 'zod/mini'
import { WrongInput } from '../shared/errors.ts'
import { homeFromEnvironment } from '../shared/home.ts'
import { dynamoStore } from '../shared/ledger/dynamo-store.ts'
import { redact } from '../shared/redact.ts'
import { type FunctionName, realWorld, type World } from '../shared/world.ts'

interface Request {
  readonly event: unknown
  readonly world: World
}

/** A handler for Lambda; `.in(world)` is the very same code in a rehearsal. */
export interface Phase {
  (event: unknown, context: Context): Promise<unknown>
  in(world: World): (event: unknown) => Promise<unknown>
}

/**
 * Makes a handler: parses the event once, strictly; hands over the World; logs with the release id; lets only errors
 * out that have a name of ours or AWS's and no secret.
 */
export function phase<Input>(
  name: FunctionName,
  schema: ZodMiniType<Input>,
  run: (input: Input, world: World) => Promise<unknown>,
): Phase {
  const pipeline = middy<Request, unknown, Error, Context>({ timeoutEarlyInMillis: 0 })
    .before(({ event: { event, world } }) => {
      world.log('info', `${name} begins`, facts(event))
    })
    .onError(({ event: { event, world }, error }) => {
      if (error === null) return
      error.message = redact(error.message)
      // Lambda tells the stack as well, and it begins with the message as it was.
      if (error.stack !== undefined) error.stack = redact(error.stack)
      world.log('warn', `${name} failed: ${error.name}: ${error.message}`, facts(event))
    })
    .handler(async ({ event, world }: Request) => (await run(parse(name, schema, event), world)) ?? null)
  const call = (event: unknown, world: World, context: Context) =>
    pipeline({ event, world }, context, { signal: never } as never) as Promise<unknown>
  const handler = (event: unknown, context: Context) => call(event, lambdaWorld(name, context, event), context)
  return Object.assign(handler, { in: (world: World) => (event: unknown) => call(event, world, nowhere) })
}

/** The World of one invocation on Lambda. */
export function lambdaWorld(name: FunctionName, context: Context, event: unknown): World {
  const home = homeFromEnvironment(process.env)
  const { release } = facts(event)
  // Lambda sets it anew for each invocation; the SDK's clients hand it on with every call.
  const trace = /\bRoot=([^;]+)/.exec(process.env['_X_AMZN_TRACE_ID'] ?? '')?.[1]
  return realWorld({
    self: self(name, context),
    home,
    store: (world) => dynamoStore(world.send, home.table),
    ...(typeof release === 'string' && { release }),
    ...(trace !== undefined && { trace }),
  })
}

const never = new AbortController().signal
/** A rehearsal has no Lambda context: whatever needs one goes through the World. */
const nowhere = {} as Context

function parse<Input>(name: string, schema: ZodMiniType<Input>, event: unknown): Input {
  const parsed = schema.safeParse(event)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`)
  throw new WrongInput(`${name} was called with wrong input: ${faults.join('; ')}; nothing was changed`)
}

const self = (name: FunctionName, context: Context) => ({
  name,
  arn: context.invokedFunctionArn,
  remainingMs: () => context.getRemainingTimeInMillis(),
})

function facts(event: unknown): Record<string, unknown> {
  const { release, name, gate, resource, wait, step } = (event ?? {}) as Record<string, unknown>
  const verb = (event as { do?: unknown } | null)?.do
  return { release, do: verb, name, gate, resource, wait, step }
}
