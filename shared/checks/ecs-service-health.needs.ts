import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ cluster: string; service: string }> = ({ cluster, service }, place) =>
  may('look', ['ecs:DescribeServices'], [arn(place, 'ecs', `service/${cluster}/${service}`)])
