import { awsError, type FakeService } from './world.ts'

interface Backup {
  BackupArn: string
  BackupName: string
  BackupStatus: 'CREATING' | 'AVAILABLE' | 'DELETED'
  BackupCreationDateTime: Date
}

export class FakeDynamoDB implements FakeService {
  readonly client = 'DynamoDB'
  readonly tables: Record<string, Backup[]> = {}

  settle(): void {
    for (const one of Object.values(this.tables).flat())
      if (one.BackupStatus === 'CREATING') one.BackupStatus = 'AVAILABLE'
  }

  readonly operations: FakeService['operations'] = {
    DescribeTable: ({ TableName }) => ({ Table: { TableName, ItemCount: this.#table(TableName).length } }),
    ListBackups: ({ TableName, TimeRangeLowerBound }: { TableName: string; TimeRangeLowerBound: Date }) => ({
      BackupSummaries: this.#table(TableName).filter((one) => one.BackupCreationDateTime >= TimeRangeLowerBound),
    }),
    CreateBackup: ({ TableName, BackupName }, now) => {
      const backups = this.#table(TableName)
      const BackupArn = `arn:aws:dynamodb:eu-west-1:111122223333:table/${TableName}/backup/${backups.length + 1}`
      backups.push({ BackupArn, BackupName, BackupStatus: 'CREATING', BackupCreationDateTime: new Date(now) })
      return { BackupDetails: backups.at(-1) }
    },
    DescribeBackup: ({ BackupArn }) => {
      const found = Object.values(this.tables)
        .flat()
        .find((one) => one.BackupArn === BackupArn)
      if (found === undefined) throw awsError('BackupNotFoundException')
      return { BackupDescription: { BackupDetails: found } }
    },
  }

  #table(name: string): Backup[] {
    const found = this.tables[name]
    if (found === undefined) throw awsError('ResourceNotFoundException', `table ${name} not found`)
    return found
  }
}
