import type { MetadataBearer } from '@smithy/types'
import type { SignRequest } from '../shared/proof/proof.ts'
import type { ClientClass, FunctionName, World } from '../shared/world.ts'
import { AwsError } from './account/port.ts'
import type { Bench } from './bench.ts'
import { rehearsedWorld } from './world.ts'

/** An IAM identity in the simulated account. */
export interface Operator {
  readonly arn: string
}

/** The World of a person at the command line: the simulated account in virtual time, and no function's time limit. */
export function operatorWorld(bench: Bench, { arn }: Operator): World & { readonly signRequest: SignRequest } {
  const world = rehearsedWorld(bench, {
    n: 0,
    name: 'operator',
    arn: '',
    endsAt: Number.MAX_SAFE_INTEGER,
    // Who watches looks again and again; only what they change is a happening.
    idle: true,
    alive: true,
    die() {},
  })
  return {
    ...world,
    signRequest: async (request) => bench.account.sts.sign(arn, request),
    send: (async (clientClass: ClientClass<object, MetadataBearer>, command: never, options?: { region?: string }) => {
      const { what, input } = operation(bench, clientClass, command)
      if (what === 'Lambda.Invoke' && input['InvocationType'] === 'RequestResponse') {
        return invokeAndAwait(bench, input as never)
      }
      const output = await world.send(clientClass, command, options)
      return what === 'STS.GetCallerIdentity' ? { ...output, Arn: arn, UserId: 'AIDAEXAMPLE' } : output
    }) as World['send'],
  }
}

const operation = (bench: Bench, clientClass: ClientClass<object, MetadataBearer>, command: { input: object }) => ({
  what: bench.account.operation(clientClass, command).what,
  input: command.input as Record<string, unknown>,
})

/** Lambda's synchronous answer: the payload, and by `FunctionError` whether it is an error. */
async function invokeAndAwait(bench: Bench, input: { FunctionName: string; Payload: Uint8Array }): Promise<object> {
  const [, , , , , , name = ''] = input.FunctionName.split(':')
  const event: unknown = JSON.parse(new TextDecoder().decode(input.Payload))
  if (!name.startsWith('tidegate-')) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404)
  return new Promise((resolve) => {
    bench.functions.invoke(name.slice('tidegate-'.length) as FunctionName, event, (how) => {
      const payload = 'output' in how ? JSON.stringify(how.output) : how.cause
      resolve({
        StatusCode: 200,
        Payload: new TextEncoder().encode(payload),
        ...('error' in how && { FunctionError: 'Unhandled' }),
      })
    })
  })
}
