import type * as Sdk from '@aws-sdk/client-dynamodb'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

interface Backup {
  readonly arn: string
  readonly name: string
  readonly table: string
  readonly at: number
  readonly readyAt: number
  readonly failed: boolean
}

/** The newest restorable moment is "typically five minutes" ago (DynamoDB Developer Guide, point-in-time recovery). */
const behindMs = 5 * 60_000

/** Tables and their backups. Items are the ledger's own business. */
export class DynamoDb implements Service {
  readonly client = 'DynamoDB'
  readonly latency = { '*': [8, 40] } as const
  readonly #account: Account
  readonly #backups: Backup[] = []
  #failing = false

  constructor(account: Account) {
    this.#account = account
  }

  /** Backups that begin from now on end as DELETED: DynamoDB has no word for a failed one. */
  failBackups(failing = true): void {
    this.#failing = failing
  }

  readonly operations = {
    DescribeTable: ({ TableName }: Sdk.DescribeTableCommandInput): Answer<Sdk.DescribeTableCommandOutput> => {
      const { name } = this.#table(TableName)
      return {
        Table: {
          TableName: name,
          TableArn: this.#arn(name),
          TableStatus: 'ACTIVE',
          ItemCount: 1200,
          TableSizeBytes: 4_000_000,
          DeletionProtectionEnabled: true,
          BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        },
      }
    },
    DescribeContinuousBackups: ({
      TableName,
    }: Sdk.DescribeContinuousBackupsCommandInput): Answer<Sdk.DescribeContinuousBackupsCommandOutput> => {
      const { pitrDays } = this.#table(TableName, 'TableNotFoundException')
      const now = this.#account.clock.now()
      return {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription:
            pitrDays === undefined
              ? { PointInTimeRecoveryStatus: 'DISABLED' }
              : {
                  PointInTimeRecoveryStatus: 'ENABLED',
                  RecoveryPeriodInDays: pitrDays,
                  EarliestRestorableDateTime: new Date(now - pitrDays * 86_400_000),
                  LatestRestorableDateTime: new Date(now - behindMs),
                },
        },
      }
    },
    CreateBackup: ({
      TableName,
      BackupName = '',
    }: Sdk.CreateBackupCommandInput): Answer<Sdk.CreateBackupCommandOutput> => {
      const { name, backupSeconds } = this.#table(TableName, 'TableNotFoundException')
      if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(BackupName)) {
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value '${BackupName}' at 'backupName' failed to satisfy constraint`,
        )
      }
      const at = this.#account.clock.now()
      const made: Backup = {
        // Names need not be unique: two calls make two backups.
        arn: `${this.#arn(name)}/backup/${String(at).padStart(14, '0')}-${this.#account.idOf('backups', 8)}`,
        name: BackupName,
        table: name,
        at,
        readyAt: at + this.#account.between('backups', backupSeconds),
        failed: this.#failing,
      }
      this.#backups.push(made)
      return { BackupDetails: this.#details(made) }
    },
    DescribeBackup: ({ BackupArn = '' }: Sdk.DescribeBackupCommandInput): Answer<Sdk.DescribeBackupCommandOutput> => {
      const found = this.#backups.find(({ arn }) => arn === BackupArn)
      if (found === undefined) throw new AwsError('BackupNotFoundException', `Backup not found: ${BackupArn}`)
      return {
        BackupDescription: {
          BackupDetails: this.#details(found),
          SourceTableDetails: {
            TableName: found.table,
            TableId: undefined,
            KeySchema: undefined,
            TableCreationDateTime: new Date(0),
            ProvisionedThroughput: undefined,
          },
        },
      }
    },
    ListBackups: (input: Sdk.ListBackupsCommandInput): Answer<Sdk.ListBackupsCommandOutput> => {
      const { TableName, TimeRangeLowerBound: from, TimeRangeUpperBound: to } = input
      const name = TableName === undefined ? undefined : this.#table(TableName).name
      const found = this.#backups.filter(
        (one) =>
          (name === undefined || one.table === name) &&
          (from === undefined || one.at >= from.getTime()) &&
          (to === undefined || one.at < to.getTime()),
      )
      return {
        BackupSummaries: found.map((one) => ({
          ...this.#details(one),
          TableName: one.table,
          TableArn: this.#arn(one.table),
        })),
      }
    },
  }

  #table(nameOrArn = '', absent = 'ResourceNotFoundException') {
    const name = nameOrArn.split('/').at(-1) ?? ''
    const found = this.#account.state.dynamodb[name]
    if (found !== undefined) return { name, ...found }
    const message =
      absent === 'TableNotFoundException'
        ? `Table not found: ${name}`
        : `Requested resource not found: Table: ${name} not found`
    throw new AwsError(absent, message)
  }

  #details({ arn, name, at, readyAt, failed }: Backup): Sdk.BackupDetails {
    const over = this.#account.clock.now() >= readyAt
    return {
      BackupArn: arn,
      BackupName: name,
      BackupStatus: over ? (failed ? 'DELETED' : 'AVAILABLE') : 'CREATING',
      BackupType: 'USER',
      BackupCreationDateTime: new Date(at),
      BackupSizeBytes: 4_000_000,
    }
  }

  #arn(name: string): string {
    return this.#account.arn('dynamodb', `table/${name}`)
  }
}
