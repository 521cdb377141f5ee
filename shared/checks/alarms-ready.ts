import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { alarmsByName } from './reading/alarms.ts'
import { CannotTell, readIfThere, telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  alarms: z.array(z.string()).check(z.minLength(1, 'a release without an alarm is blind: name at least one')),
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether the alarms exist, are quiet, can see, and would tell somebody. */
export const alarmsReady = defineCheck<Ask>({
  kind: 'alarms-ready',
  ask: Ask,
  describe: ({ alarms }) => `alarms can see and tell somebody: ${alarms.join(', ')}`,
  run: (ask, world) => telling('cloudwatch:DescribeAlarms', () => look(ask, world)),
})

async function look(ask: Ask, world: World) {
  const found = await alarmsByName(world, ask.alarms, ask.region)
  const faults: Finding[] = []
  const doubts: Finding[] = []
  const topics = new Set([...found.values()].flatMap(({ actions }) => actions.filter(isTopic)))
  const readers = new Map<string, number | CannotTell>()
  await Promise.all([...topics].map(async (topic) => readers.set(topic, await confirmedReaders(world, topic))))
  for (const name of ask.alarms) {
    const alarm = found.get(name)
    if (alarm === undefined) {
      faults.push({ what: `there is no alarm "${name}"`, whatToDo: `create alarm "${name}"` })
      continue
    }
    if (alarm.state === 'ALARM') {
      faults.push({
        what: `"${name}" is in ALARM: ${alarm.because}`,
        whatToDo: `find out why "${name}" is off before releasing`,
      })
    }
    if (alarm.state === 'INSUFFICIENT_DATA' || alarm.evaluation !== undefined) {
      const whatToDo = `set TreatMissingData of "${name}" to notBreaching for error counts, or see why its metric has no data`
      doubts.push({ what: `"${name}" cannot see (${alarm.evaluation ?? 'INSUFFICIENT_DATA'})`, whatToDo })
    }
    if (!alarm.actionsEnabled)
      faults.push({ what: `"${name}" has its actions switched off`, whatToDo: `enable the actions of "${name}"` })
    const told = alarm.actions.filter(isTopic).map((topic) => readers.get(topic) ?? 0)
    if (told.some((count) => typeof count === 'number' && count > 0)) continue
    const denied = told.find((count) => count instanceof CannotTell)
    if (denied instanceof CannotTell)
      doubts.push({ what: `who hears "${name}": ${denied.message}`, whatToDo: denied.whatToDo })
    else {
      const what =
        alarm.actions.length === 0 ? `"${name}" has no action` : `"${name}" reaches nobody: no confirmed subscription`
      faults.push({ what, whatToDo: `send "${name}" to an SNS topic and confirm a subscription of it` })
    }
  }
  const seen = `${ask.alarms.length} alarms, ${topics.size} topics with confirmed readers`
  return weighed({ faults, doubts }, { seen, bound: 'each exists, is not in ALARM, has data, and tells somebody' })
}

const isTopic = (arn: string) => /^arn:[\w-]+:sns:/.test(arn)

async function confirmedReaders(world: World, topic: string): Promise<number | CannotTell> {
  let confirmed = 0
  let next: string | undefined
  try {
    do {
      const page = await readIfThere(
        world,
        {
          permission: 'sns:ListSubscriptionsByTopic',
          region: topic.split(':')[3] ?? '',
          absent: ['NotFoundException', 'NotFound'],
        },
        SNSClient,
        new ListSubscriptionsByTopicCommand({ TopicArn: topic, ...(next === undefined ? {} : { NextToken: next }) }),
      )
      // Instead of an ARN, an unconfirmed one says PendingConfirmation.
      confirmed += page?.Subscriptions?.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:')).length ?? 0
      next = page?.NextToken
    } while (next !== undefined)
  } catch (thrown) {
    if (thrown instanceof CannotTell) return thrown
    throw thrown
  }
  return confirmed
}
