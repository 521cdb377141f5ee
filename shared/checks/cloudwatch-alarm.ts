import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck, type Moment } from './port.ts'
import { type Alarm, alarmsByName, wentOffAt } from './reading/alarms.ts'
import { minute } from './reading/days.ts'
import { telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  alarms: z.array(z.string()).check(z.minLength(1, 'a watch without an alarm is only a pause: name at least one')),
  /** In preflight: for how long before now none may have gone off. */
  quietSeconds: z._default(z.int(), 0),
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether no alarm is off, or was since the watch began: one that went off and recovered counts. */
export const cloudwatchAlarm = defineCheck<Ask>({
  kind: 'cloudwatch-alarm',
  ask: Ask,
  describe: ({ alarms }) => `no alarm goes off: ${alarms.join(', ')}`,
  wakes: ({ alarms }) => alarms.map((alarm) => `alarm:${alarm}`),
  run: (ask, world, moment) => telling('cloudwatch:DescribeAlarms', () => look(ask, world, moment)),
})

async function look(ask: Ask, world: World, moment: Moment) {
  const now = world.now()
  const since = moment.when === 'preflight' ? now - ask.quietSeconds * 1000 : moment.since
  const found = await alarmsByName(world, ask.alarms, ask.region)
  const faults: Finding[] = []
  const doubts: Finding[] = []
  await Promise.all(
    ask.alarms.map(async (name) => {
      const alarm = found.get(name)
      const doubt = whyBlind(name, alarm, moment)
      if (doubt !== undefined) doubts.push(doubt)
      if (alarm === undefined) return
      const whatToDo = `look at alarm "${name}" and at what it watches`
      if (alarm.state === 'ALARM') faults.push({ what: `"${name}" is in ALARM: ${alarm.because}`, whatToDo })
      else if (since < now) {
        const at = await wentOffAt(world, name, since, now, ask.region)
        if (at !== undefined)
          faults.push({ what: `"${name}" was in ALARM at ${minute(at)} and has recovered`, whatToDo })
      }
    }),
  )
  // Answers come in any order; the evidence must not.
  for (const findings of [faults, doubts]) findings.sort((a, b) => (a.what < b.what ? -1 : 1))
  const bound = `none in ALARM since ${minute(since)}`
  const drawn = { value: faults.length, limit: 0, unit: 'alarms' }
  return weighed({ faults, doubts }, { seen: `${ask.alarms.length} alarms are quiet and can see`, bound, ...drawn })
}

/** Why a quiet alarm says nothing. */
function whyBlind(name: string, alarm: Alarm | undefined, moment: Moment): Finding | undefined {
  if (alarm === undefined) return { what: `there is no alarm "${name}"`, whatToDo: `create alarm "${name}"` }
  if (alarm.state === 'INSUFFICIENT_DATA') {
    const whatToDo = `set TreatMissingData of "${name}" to notBreaching for error counts, or see why its metric has no data`
    return { what: `"${name}" has no data`, whatToDo }
  }
  if (alarm.evaluation !== undefined) {
    return {
      what: `"${name}" is not evaluated wholly (${alarm.evaluation})`,
      whatToDo: `mend the metric of alarm "${name}"`,
    }
  }
  if (moment.when !== 'preflight' && alarm.configuredAt > moment.since) {
    const whatToDo = `see who edited "${name}", put it back, and begin a new watch`
    return { what: `"${name}" was edited at ${minute(alarm.configuredAt)}, during the watch`, whatToDo }
  }
  if (!alarm.actionsEnabled) {
    return { what: `"${name}" has its actions switched off`, whatToDo: `enable the actions of alarm "${name}"` }
  }
  return undefined
}
