import type { TaskAnswer, TaskCall } from '../../rehearsal/engine/index.ts'
import type { Functions } from './lambda/functions.ts'

/** Carries out tasks that call functions; any other sort fails with a name that says so. */
export const lambdaTasks =
  (functions: Functions) =>
  async ({ resource, arguments: given }: TaskCall): Promise<TaskAnswer> => {
    if (/^arn:aws[\w-]*:lambda:/.test(resource)) {
      const invoked = await functions.invoke(resource, given)
      return 'error' in invoked ? invoked : { output: invoked.output }
    }
    if (!/:::lambda:invoke(\.waitForTaskToken)?$/.test(resource)) {
      return { error: 'States.Runtime', cause: `tidegate local carries out calls of functions only, not ${resource}` }
    }
    const { FunctionName, Qualifier, Payload } = given as { FunctionName: string; Qualifier?: string; Payload: unknown }
    const called = Qualifier === undefined ? FunctionName : `${FunctionName}:${Qualifier}`
    const invoked = await functions.invoke(called, Payload ?? {})
    if ('error' in invoked) return invoked
    return { output: { ExecutedVersion: invoked.version, Payload: invoked.output, StatusCode: 200 } }
  }
