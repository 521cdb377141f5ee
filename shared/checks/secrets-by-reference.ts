import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import { looksLikeSecret } from '../redact.ts'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { noService, serviceIn, taskDefinition } from './reading/services.ts'
import { CannotTell, readIfThere, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.union([
  z.strictObject({ cluster: z.string(), service: z.string() }),
  z.strictObject({ functionName: z.string(), qualifier: z.optional(z.string()) }),
])
type Ask = z.infer<typeof Ask>

/** Whether a workload takes its secrets by reference: no environment value looks like one. Never shows a value. */
export const secretsByReference = defineCheck<Ask>({
  kind: 'secrets-by-reference',
  ask: Ask,
  describe: (ask) => `${nameOf(ask)} takes its secrets by reference`,
  run: (ask, world) =>
    telling('functionName' in ask ? 'lambda:GetFunctionConfiguration' : 'ecs:DescribeTaskDefinition', () =>
      look(ask, world),
    ),
})

const nameOf = (ask: Ask) => ('functionName' in ask ? ask.functionName : ask.service)
const bound = 'no environment value that looks like a secret'

interface Environment {
  readonly values: readonly (readonly [name: string, value: string])[]
  readonly references: number
}

async function look(ask: Ask, world: World) {
  const found = 'functionName' in ask ? await ofFunction(ask, world) : await ofService(ask, world)
  if (found === undefined) {
    const there =
      'functionName' in ask
        ? { seen: `there is no function ${ask.functionName}`, whatToDo: 'correct its name in the plan' }
        : noService(ask.cluster, ask.service)
    return judged(false, { ...there, bound })
  }
  const plain = found.values.filter(([name, value]) => looksLikeSecret(name, value)).map(([name]) => name)
  return judged(plain.length === 0, {
    seen:
      plain.length === 0
        ? `${found.values.length} plain values, ${found.references} references`
        : `in plain sight: ${plain.sort().join(', ')}`,
    bound,
    whatToDo: `move ${plain.join(', ')} of ${nameOf(ask)} to Secrets Manager or a SecureString, name it by reference, and change the value: it was readable`,
    value: plain.length,
    limit: 0,
    unit: 'values',
  })
}

async function ofService(
  { cluster, service }: { cluster: string; service: string },
  world: World,
): Promise<Environment | undefined> {
  const arn = (await serviceIn(world, cluster, service))?.taskDefinition
  if (arn === undefined) return undefined
  const containers = (await taskDefinition(world, arn)).containerDefinitions ?? []
  return {
    values: containers.flatMap(({ environment = [] }) =>
      environment.map(({ name = '', value = '' }) => [name, value] as const),
    ),
    references: containers.reduce((sum, { secrets = [] }) => sum + secrets.length, 0),
  }
}

async function ofFunction(
  { functionName, qualifier }: { functionName: string; qualifier?: string | undefined },
  world: World,
): Promise<Environment | undefined> {
  const found = await readIfThere(
    world,
    { permission: 'lambda:GetFunctionConfiguration', absent: ['ResourceNotFoundException'] },
    LambdaClient,
    new GetFunctionConfigurationCommand({
      FunctionName: functionName,
      ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
    }),
  )
  const hidden = found?.Environment?.Error
  if (hidden !== undefined) {
    // Happens when the caller may not decrypt with the function's key: the values are there but not shown.
    throw new CannotTell(
      `Lambda does not show the environment (${hidden.ErrorCode})`,
      'allow kms:Decrypt with the key of the function',
    )
  }
  return found && { values: Object.entries(found.Environment?.Variables ?? {}), references: 0 }
}
