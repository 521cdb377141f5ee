import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ functionName: string }> = ({ functionName }, place) => {
  const own = arn(place, 'lambda', `function:${functionName}`)
  return [
    ...may('live capture look go', ['lambda:GetAlias'], [own]),
    // Which code a version runs is asked under the version's own ARN.
    ...may('live', ['lambda:GetFunctionConfiguration'], [`${own}:*`]),
    ...may('go', ['lambda:UpdateAlias'], [own]),
  ]
}
