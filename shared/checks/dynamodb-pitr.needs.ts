import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ table: string }> = ({ table }, place) =>
  may(
    'look',
    ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups'],
    [arn(place, 'dynamodb', `table/${table}`)],
  )
