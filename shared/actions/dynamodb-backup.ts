import {
  CreateBackupCommand,
  DescribeBackupCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { ChangeFailed } from '../errors.ts'
import type { World } from '../world.ts'
import { isCalled } from './aws-errors.ts'
import { type Change, defineAction, type Look, stays } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { mayBeStale } from './stale.ts'
import { Text } from './text.ts'

const Target = z.strictObject({ table: Text, backupName: Text })
const Image = z.strictObject({ backup: z.nullable(Text) })
const Mark = z.strictObject({ arn: z.nullable(Text), at: z.int() })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** DynamoDB's clock and ours may differ; a backup of an earlier release is much older than this. */
const clockMarginMs = 60_000

/** Takes an on-demand backup of a table, found again by its name: names need not be unique, so its time counts too. */
export const dynamodbBackup = defineAction<Target, Image, Mark>({
  kind: 'dynamodb-backup',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 1800,
  usualSeconds: 60,

  resource: ({ table }) => resourceKey('dynamodb-backup', table),
  exposes: () => false,
  comeBack: () => stays('a backup harms nobody and is kept under its name'),
  async capture({ table }, world) {
    try {
      await world.send(DynamoDBClient, new DescribeTableCommand({ TableName: table }))
    } catch (error) {
      if (!isCalled(error, 'ResourceNotFoundException')) throw error
      throw new ChangeFailed(`backup of ${table}`, 'there is no such table')
    }
    return { backup: null }
  },
  aim: ({ backupName }) => ({ backup: backupName }),
  async go(target, to, world, change) {
    const at = world.now()
    if (to.backup === null) return { arn: null, at }
    const made = await findBackup(target, world, change)
    if (made !== undefined) return { arn: made, at }
    const input = { TableName: target.table, BackupName: to.backup }
    const answer = await world.send(DynamoDBClient, new CreateBackupCommand(input))
    return { arn: answer.BackupDetails?.BackupArn ?? null, at }
  },
  async look(target, to, mark, world, change) {
    if (to.backup === null) return 'there'
    const arn = mark?.arn ?? (await findBackup(target, world, change))
    const look = arn === undefined ? undefined : await lookAt(arn, world)
    if (look !== undefined) return look
    if (mark === undefined || mayBeStale(mark.at, world)) return { notYet: `no backup "${to.backup}" is shown yet` }
    return { failed: `the backup ${arn ?? to.backup} is gone`, whatToDo: 'find out who deleted it, then release again' }
  },
  wakes: () => [],
  publishes: (_target, mark) => ({ arn: mark.arn }),
  plainly: ({ table }) => `the table ${table} is copied, and the copy is kept`,
  describe: ({ table }, from, to) =>
    to?.backup == null ? `${table} is left as it is` : `${table} is backed up as "${to.backup}"${from ? '' : ', kept'}`,
})

async function findBackup(target: Target, world: World, change: Change<Image>): Promise<string | undefined> {
  const since = new Date(change.since - clockMarginMs)
  let after: string | undefined
  do {
    const page = await world.send(
      DynamoDBClient,
      new ListBackupsCommand({
        TableName: target.table,
        TimeRangeLowerBound: since,
        BackupType: 'USER',
        ...(after !== undefined && { ExclusiveStartBackupArn: after }),
      }),
    )
    const made = page.BackupSummaries?.find(
      (one) => one.BackupName === target.backupName && one.BackupStatus !== 'DELETED',
    )
    if (made?.BackupArn !== undefined) return made.BackupArn
    after = page.LastEvaluatedBackupArn
  } while (after !== undefined)
  return undefined
}

/** @returns undefined when DynamoDB knows no such backup */
async function lookAt(arn: string, world: World): Promise<Look | undefined> {
  try {
    const { BackupDescription } = await world.send(DynamoDBClient, new DescribeBackupCommand({ BackupArn: arn }))
    const status = BackupDescription?.BackupDetails?.BackupStatus
    if (status === 'AVAILABLE') return 'there'
    return status === 'CREATING' ? { notYet: 'the backup is being made' } : { failed: `the backup ${arn} is ${status}` }
  } catch (error) {
    if (!isCalled(error, 'BackupNotFoundException')) throw error
    return undefined
  }
}
