import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ region?: string }> = ({ region }, place) => [
  ...may('look', ['cloudwatch:DescribeAlarms'], ['*']),
  // Which topics alarms tell is known when the alarms are read.
  ...may('look', ['sns:ListSubscriptionsByTopic'], [arn({ ...place, region: region ?? place.region }, 'sns', '*')]),
]
