import { may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ arn: string }> = ({ arn }) => may('look', ['acm:DescribeCertificate'], [arn])
