import { arn, may, type Needs } from '../permissions/permission.ts'

interface Ask {
  readonly cluster: string
  readonly service: string
  readonly repository: string
}

export const needs: Needs<Ask> = ({ cluster, service, repository }, place) => [
  ...may('look', ['ecs:DescribeServices'], [arn(place, 'ecs', `service/${cluster}/${service}`)]),
  ...may('look', ['ecs:DescribeTaskDefinition'], ['*']),
  ...may('look', ['ecr:DescribeImages'], [arn(place, 'ecr', `repository/${repository}`)]),
]
