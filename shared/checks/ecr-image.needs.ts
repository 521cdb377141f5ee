import { arn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ repository: string }> = ({ repository }, place) =>
  may('look', ['ecr:DescribeImages', 'ecr:DescribeImageScanFindings'], [arn(place, 'ecr', `repository/${repository}`)])
