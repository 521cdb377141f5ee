import { bucketArn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ bucket: string }> = ({ bucket }, place) =>
  may(
    'look',
    ['s3:GetBucketVersioning', 's3:GetEncryptionConfiguration', 's3:GetBucketPublicAccessBlock'],
    [bucketArn(place, bucket)],
  )
