import { blocker, type Infer } from './port.ts'

export const data: Infer = ({ published: { plan, environment } }) =>
  (plan.backup ?? []).map((backup) => {
    if ('dynamodb-backup' in backup) {
      const table = environment.tables[backup['dynamodb-backup']]!
      return blocker(
        `${table} can be wound back`,
        'dynamodb-pitr',
        { table, minDays: 35 },
        `the plan backs up ${table}`,
        'dynamodb-pitr',
      )
    }
    const bucket = environment.buckets[backup['s3-versioning']]!
    return blocker(
      `${bucket} keeps versions, encrypted and private`,
      's3-bucket-safe',
      { bucket, account: environment.account },
      `the plan marks a restore point of ${bucket}`,
      's3-versioning',
    )
  })
