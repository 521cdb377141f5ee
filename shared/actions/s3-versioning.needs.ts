import { bucketArn, may, type Needs } from '../permissions/permission.ts'

export const needs: Needs<{ bucket: string }> = ({ bucket }, place) => {
  const own = bucketArn(place, bucket)
  const markers = [`${own}/tidegate/restore-points/*`]
  return [
    ...may('capture look go', ['s3:GetBucketVersioning'], [own]),
    ...may('go', ['s3:PutObject'], markers),
    ...may('look go', ['s3:GetObject'], markers),
    // Without it S3 says 403 of a marker that is not there yet.
    ...may('look go', ['s3:ListBucket'], [own]),
  ]
}
