import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { read, telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({ names: z.array(z.string()).check(z.minLength(1)), minDays: z._default(z.int(), 30) })
type Ask = z.infer<typeof Ask>

/** Whether log groups exist and keep their lines for a set time: long enough to look back, and not for ever. */
export const logGroup = defineCheck<Ask>({
  kind: 'log-group',
  ask: Ask,
  describe: ({ names, minDays }) => `logs are kept for ${minDays} days: ${names.join(', ')}`,
  run: (ask, world) => telling('logs:DescribeLogGroups', () => look(ask, world)),
})

async function look({ names, minDays }: Ask, world: World) {
  const found = await Promise.all(names.map(async (name) => ({ name, group: await groupOf(name, world) })))
  const faults: Finding[] = []
  for (const { name, group } of found) {
    const keep = `set the retention of ${name} to at least ${minDays} days`
    if (group === undefined)
      faults.push({ what: `there is no log group ${name}`, whatToDo: `create log group ${name}` })
    else if (group.days === undefined)
      faults.push({ what: `${name} has no retention set (kept for ever)`, whatToDo: keep })
    else if (group.days < minDays) faults.push({ what: `${name} keeps ${group.days} days`, whatToDo: keep })
  }
  const days = found.flatMap(({ group }) => group?.days ?? [])
  const drawn = days.length > 0 ? { value: Math.min(...days), limit: minDays, unit: 'days' } : {}
  const seen = found.map(({ name, group }) => `${name} keeps ${group?.days} days`).join('; ')
  return weighed({ faults, doubts: [] }, { seen, bound: `each exists and keeps at least ${minDays} days`, ...drawn })
}

/** There is no read by name, only by prefix; sorted, so that the name itself comes before all that it begins. */
async function groupOf(name: string, world: World): Promise<{ days: number | undefined } | undefined> {
  const page = await read(
    world,
    { permission: 'logs:DescribeLogGroups' },
    CloudWatchLogsClient,
    new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
  )
  const group = page.logGroups?.find(({ logGroupName }) => logGroupName === name)
  return group && { days: group.retentionInDays }
}
