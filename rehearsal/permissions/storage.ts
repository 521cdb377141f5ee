import type * as Db from '@aws-sdk/client-dynamodb'
import type * as Ecr from '@aws-sdk/client-ecr'
import type * as S3 from '@aws-sdk/client-s3'
import { type Ask, type Asks, arn, ask, type Went } from './port.ts'

const bucket = (name = ''): string => `arn:aws:s3:::${name}`
const object = (name = '', key = ''): string => `${bucket(name)}/${key}`
/** S3 tells only those who may list a bucket that an object is not in it; others get 403. */
const absent = (name: string | undefined, { error = '' }: Went): Ask[] =>
  /^(NoSuchKey|NotFound)$/.test(error) ? ask('s3:ListBucket', bucket(name)) : []

export const s3: Asks = {
  GetObject: ({ Bucket, Key }: S3.GetObjectCommandInput, _where, went) => [
    ...ask('s3:GetObject', object(Bucket, Key)),
    ...absent(Bucket, went),
  ],
  HeadObject: ({ Bucket, Key }: S3.HeadObjectCommandInput, _where, went) => [
    ...ask('s3:GetObject', object(Bucket, Key)),
    ...absent(Bucket, went),
  ],
  PutObject: ({ Bucket, Key }: S3.PutObjectCommandInput) => ask('s3:PutObject', object(Bucket, Key)),
  ListObjectsV2: ({ Bucket }: S3.ListObjectsV2CommandInput) => ask('s3:ListBucket', bucket(Bucket)),
  GetBucketVersioning: ({ Bucket }: S3.GetBucketVersioningCommandInput) =>
    ask('s3:GetBucketVersioning', bucket(Bucket)),
  GetBucketEncryption: ({ Bucket }: S3.GetBucketEncryptionCommandInput) =>
    ask('s3:GetEncryptionConfiguration', bucket(Bucket)),
  GetPublicAccessBlock: ({ Bucket }: S3.GetPublicAccessBlockCommandInput) =>
    ask('s3:GetBucketPublicAccessBlock', bucket(Bucket)),
}

export const dynamodb: Asks = {
  DescribeTable: ({ TableName }: Db.DescribeTableCommandInput, where) =>
    ask('dynamodb:DescribeTable', arn(where, 'dynamodb', `table/${TableName}`)),
  DescribeContinuousBackups: ({ TableName }: Db.DescribeContinuousBackupsCommandInput, where) =>
    ask('dynamodb:DescribeContinuousBackups', arn(where, 'dynamodb', `table/${TableName}`)),
  CreateBackup: ({ TableName }: Db.CreateBackupCommandInput, where) =>
    ask('dynamodb:CreateBackup', arn(where, 'dynamodb', `table/${TableName}`)),
  DescribeBackup: ({ BackupArn = '' }: Db.DescribeBackupCommandInput) => ask('dynamodb:DescribeBackup', BackupArn),
  ListBackups: () => ask('dynamodb:ListBackups', '*'),
}

const repository = (action: string): Asks[string] => {
  return ({ repositoryName }: Ecr.DescribeImagesCommandInput, where) =>
    ask(action, arn(where, 'ecr', `repository/${repositoryName}`))
}
export const ecr: Asks = {
  DescribeImages: repository('ecr:DescribeImages'),
  DescribeImageScanFindings: repository('ecr:DescribeImageScanFindings'),
}
