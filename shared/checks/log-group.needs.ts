import { may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<unknown> = () => may('look', ['logs:DescribeLogGroups'], ['*'])
