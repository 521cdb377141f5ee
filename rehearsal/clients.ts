import type { Client, Command, MetadataBearer } from '@smithy/types'
import type { ClientClass } from '../shared/world.ts'

type AnyClient = Client<object, MetadataBearer, unknown> & {
  middlewareStack: { add(middleware: unknown, options: object): void }
}

/** One ordinary SDK client per class and process: constructing one costs more than a whole release's calls. */
const clients = new Map<unknown, AnyClient>()
/** Which run answers which command: clients are shared, runs are not. */
const answers = new WeakMap<object, () => Promise<object>>()

/**
 * Sends a command through the ordinary SDK client, and answers it at *initialize*, in AWS's stead.
 */
export function clientWithin<CI extends object, CO extends MetadataBearer>(
  clientClass: ClientClass<CI, CO>,
  command: Command<CI, CI, CO, CO, never>,
  answer: () => Promise<object>,
): Promise<CO> {
  answers.set(command.input, answer)
  return (clientOf(clientClass) as unknown as Client<CI, CO, never>).send(command)
}

function clientOf(clientClass: unknown): AnyClient {
  const known = clients.get(clientClass)
  if (known !== undefined) return known
  const Class = clientClass as new (config: object) => AnyClient
  const client = new Class({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
    maxAttempts: 1,
    cacheMiddleware: true,
  })
  client.middlewareStack.add(
    () => async (args: { input: object }) => ({ output: await answers.get(args.input)!(), response: {} }),
    { step: 'initialize', priority: 'high', name: 'rehearsal' },
  )
  clients.set(clientClass, client)
  return client
}
