import { arn, may, type Needs } from '../permissions/permission.ts'

type Ask = { cluster: string; service: string } | { functionName: string; qualifier?: string }

export const needs: Needs<Ask> = (ask, place) => {
  if ('functionName' in ask) {
    const name = ask.qualifier === undefined ? ask.functionName : `${ask.functionName}:${ask.qualifier}`
    return may('look', ['lambda:GetFunctionConfiguration'], [arn(place, 'lambda', `function:${name}`)])
  }
  return [
    ...may('look', ['ecs:DescribeServices'], [arn(place, 'ecs', `service/${ask.cluster}/${ask.service}`)]),
    ...may('look', ['ecs:DescribeTaskDefinition'], ['*']),
  ]
}
