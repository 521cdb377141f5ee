import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { minute } from './reading/days.ts'
import { readIfThere, telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  table: z.string(),
  /** How far back; PITR keeps 1 to 35 days. */
  minDays: z._default(z.int().check(z.minimum(1), z.maximum(35)), 1),
})
type Ask = z.infer<typeof Ask>

/** The newest restorable moment is usually 5 minutes ago; twice that means that it has stopped following. */
const behindMinutesMax = 10

/** Whether a table can be wound back to a few minutes ago. */
export const dynamodbPitr = defineCheck<Ask>({
  kind: 'dynamodb-pitr',
  ask: Ask,
  describe: ({ table, minDays }) => `table ${table} can be wound back by up to ${minDays} days`,
  run: (ask, world) => telling('dynamodb:DescribeContinuousBackups', () => look(ask, world)),
})

async function look({ table, minDays }: Ask, world: World) {
  const bound = `ACTIVE, PITR on for ${minDays} days, at most ${behindMinutesMax} minutes behind`
  const absent = ['ResourceNotFoundException', 'TableNotFoundException']
  const [described, backups] = await Promise.all([
    readIfThere(
      world,
      { permission: 'dynamodb:DescribeTable', absent },
      DynamoDBClient,
      new DescribeTableCommand({ TableName: table }),
    ),
    readIfThere(
      world,
      { permission: 'dynamodb:DescribeContinuousBackups', absent },
      DynamoDBClient,
      new DescribeContinuousBackupsCommand({ TableName: table }),
    ),
  ])
  if (described === undefined || backups === undefined) {
    return judged(false, {
      seen: `there is no table ${table}`,
      bound,
      whatToDo: `create table ${table}, or correct its name in the plan`,
    })
  }
  const faults: Finding[] = []
  const status = described.Table?.TableStatus ?? 'no status'
  if (status !== 'ACTIVE')
    faults.push({ what: `table ${table} is ${status}`, whatToDo: `wait until table ${table} is ACTIVE` })
  const pitr = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription
  const turnOn = `turn point-in-time recovery of table ${table} on, for at least ${minDays} days`
  const newest = pitr?.LatestRestorableDateTime?.getTime()
  if (pitr?.PointInTimeRecoveryStatus !== 'ENABLED') {
    faults.push({
      what: `point-in-time recovery is ${pitr?.PointInTimeRecoveryStatus ?? 'not told'}`,
      whatToDo: turnOn,
    })
    return weighed({ faults, doubts: [] }, { seen: status, bound })
  }
  const days = pitr.RecoveryPeriodInDays ?? 35
  if (days < minDays) faults.push({ what: `it keeps ${days} days`, whatToDo: turnOn })
  if (newest === undefined) {
    faults.push({ what: 'nothing can be restored yet', whatToDo: 'wait some minutes after turning it on' })
    return weighed({ faults, doubts: [] }, { seen: status, bound })
  }
  // Rounded up, so that a report never looks better than it is.
  const behind = Math.ceil((world.now() - newest) / 60_000)
  if (behind > behindMinutesMax) {
    faults.push({
      what: `its newest restorable moment is ${minute(newest)}, ${behind} minutes ago`,
      whatToDo: 'see AWS Health for DynamoDB, and wait',
    })
  }
  const drawn = { value: behind, limit: behindMinutesMax, unit: 'minutes' }
  return weighed(
    { faults, doubts: [] },
    { seen: `${status}, PITR on for ${days} days, ${behind} minutes behind`, bound, ...drawn },
  )
}
