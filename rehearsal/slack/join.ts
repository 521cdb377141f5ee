import { peopleKey } from '../../shared/people/published.ts'
import type { Bench } from '../bench.ts'
import type { WorldCall } from '../hooks.ts'
import { SlackWorkspace, type WorkspaceOptions } from './workspace.ts'

/** Well known, and good for tests alone: Slack's own example, and a token that opens nothing. */
export const testSecret = {
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
  botToken: 'xoxb-0000-rehearsal-0000',
} as const

/** How often what is open is told anew, as the schedule of serverless.yml. */
const refreshMs = 60_000

/**
 * Joins a rehearsal to a Slack workspace, wired as serverless.yml does when it is given a secret: both topics and each
 * minute wake chatops. A rehearsal that does not join has nothing of it.
 */
export function joinSlack(
  bench: Bench,
  people: object | undefined,
  options: Omit<WorkspaceOptions, 'now' | 'botToken'>,
): SlackWorkspace {
  const { account, functions, home, hooks, scheduler } = bench
  const workspace = new SlackWorkspace({ ...options, botToken: testSecret.botToken, now: () => scheduler.now() })
  const slackSecret = account.secretsManager.put('tidegate/slack', JSON.stringify(testSecret))
  Object.assign(home, { slackSecret })
  if (people !== undefined) account.s3.seed(home.bucket, peopleKey, JSON.stringify(people))
  for (const host of ['slack.com', 'hooks.slack.com']) {
    account.probes.join(host, ({ url, method = 'GET', headers = {}, body = '' }) =>
      workspace.answer({ url, method, headers: lowered(headers), body }),
    )
  }
  hooks.afterCall.push((call, outcome) => {
    if (call.what === 'SNS.Publish' && outcome.ok) functions.invokeAsync('chatops', snsEvent(call))
    return undefined
  })
  const again = () => {
    functions.invoke('chatops', { do: 'refresh' }, () => {})
    scheduler.after(refreshMs, again, { key: 'refresh', repeats: refreshMs })
  }
  scheduler.after(refreshMs, again, { key: 'refresh', repeats: refreshMs })
  return workspace
}

const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** As SNS hands a message to a function. */
function snsEvent({ input }: WorldCall): object {
  const {
    TopicArn,
    Message,
    MessageAttributes = {},
  } = input as {
    TopicArn: string
    Message: string
    MessageAttributes?: Record<string, { DataType: string; StringValue: string }>
  }
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
    name,
    { Type: DataType, Value: StringValue },
  ])
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${TopicArn}:chatops`,
        Sns: { Type: 'Notification', TopicArn, Message, MessageAttributes: Object.fromEntries(attributes) },
      },
    ],
  }
}
