import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ table: string }> = ({ table }, place) => {
  const tableArn = arn(place, 'dynamodb', `table/${table}`)
  return [
    ...may('capture', ['dynamodb:DescribeTable'], [tableArn]),
    ...may('go', ['dynamodb:CreateBackup'], [tableArn]),
    ...may('look', ['dynamodb:DescribeBackup'], [`${tableArn}/backup/*`]),
    // Knows no resource: names of all tables' backups can be read.
    ...may('look go', ['dynamodb:ListBackups'], ['*']),
  ]
}
