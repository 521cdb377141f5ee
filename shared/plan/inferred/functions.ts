import { blocker, type Infer } from './port.ts'

export const functions: Infer = ({ published: { plan, environment }, unchanged }) =>
  Object.entries(plan.deploy).flatMap(([name, part]) => {
    if (!('lambda-version' in part) || unchanged(name) !== undefined) return []
    const functionName = environment.functions[part['lambda-version']]!.name
    return [
      blocker(
        `${functionName} takes secrets by reference`,
        'secrets-by-reference',
        { functionName },
        `the plan publishes a version of ${functionName}`,
        'secrets-by-reference',
      ),
    ]
  })
