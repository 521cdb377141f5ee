import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge'
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { type Clients, stage } from './clients.ts'

/** What wakes a wait: events by their rules, and re-checks, which the sweep sends again when they are lost. */
const rules = { events: ['deployments', 'tasks', 'alarms', 'ended'], rechecks: ['sweep'] } as const

/** Runs while one of the two ways to be woken is cut, and puts it together again. */
export async function without<Result>(
  { events, lambda }: Clients,
  cut: keyof typeof rules,
  run: () => Promise<Result>,
): Promise<Result> {
  const set = async (on: boolean) => {
    for (const rule of rules[cut]) {
      const Name = `tidegate-${stage}-${rule}`
      await events.send(on ? new EnableRuleCommand({ Name }) : new DisableRuleCommand({ Name }))
    }
    if (cut === 'events') return
    const FunctionName = `tidegate-${stage}-resume`
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}))
    const queues = EventSourceMappings.filter((one) => one.FunctionArn?.includes(FunctionName))
    if (queues.length !== 1) throw new Error(`${FunctionName} reads ${queues.length} queues, not one`)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: queues[0]!.UUID!, Enabled: on }))
  }
  await set(false)
  try {
    return await run()
  } finally {
    await set(true)
  }
}
