import { bucketArn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ bucket: string; prefix: string }> = ({ bucket, prefix }, place) => {
  const own = bucketArn(place, bucket)
  return [
    ...may('look', ['s3:GetObject'], [`${own}/${prefix}*`]),
    // To list what CI uploaded; without it S3 also says 403 of a manifest that is missing.
    ...may('look', ['s3:ListBucket'], [own]),
  ]
}
