import { arn, bucketArn, may, type Needs } from '../permissions/permission.ts'

interface Target {
  readonly functionName: string
  readonly s3Bucket: string
  readonly s3Key: string
}

export const needs: Needs<Target> = ({ functionName, s3Bucket, s3Key }, place) => {
  const own = arn(place, 'lambda', `function:${functionName}`)
  return [
    // A version is read under its own ARN.
    ...may('capture look go', ['lambda:GetFunctionConfiguration'], [`${own}:*`]),
    ...may('look go', ['lambda:ListVersionsByFunction'], [own]),
    ...may('go', ['lambda:PublishVersion', 'lambda:UpdateFunctionCode'], [own]),
    // Lambda reads the package as whoever asks.
    ...may('go', ['s3:GetObject'], [`${bucketArn(place, s3Bucket)}/${s3Key}`]),
  ]
}
