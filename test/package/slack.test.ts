import { describe, expect, it } from 'vitest'
import { chatEnvironment, slackRoute, withChat } from '../../cli/package/slack.ts'
import { packagedPermissions, stageNames } from '../../cli/permissions.ts'

const slackSecret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tidegate/slack-Ab3dEf'
const chatTopic = 'arn:aws:sns:eu-west-1:111122223333:releases-in-chat'
const may = (chat: { slackSecret: string; chatTopic: string }) =>
  packagedPermissions(withChat(stageNames('blue'), chat))

describe('a stage with a Slack app', () => {
  it('is reached at one path by one method, and nobody else may call chatops through the API', () => {
    const { SlackRoute, SlackPermission } = slackRoute()
    expect(SlackRoute?.Properties['RouteKey']).toBe('POST /slack')
    expect(JSON.stringify(SlackPermission)).toContain('/*/POST/slack')
  })

  it('tells the secret to chatops alone, and the topic to all who tell', async () => {
    const names = ['chatops', 'close', 'web']
    const told = names.map((name) => Object.keys(chatEnvironment(name, { slackSecret, chatTopic })).sort())
    expect(told).toEqual([
      ['TIDEGATE_CHAT_TOPIC', 'TIDEGATE_SLACK_SECRET'],
      ['TIDEGATE_CHAT_TOPIC'],
      ['TIDEGATE_CHAT_TOPIC'],
    ])
    const { functions } = await may({ slackSecret, chatTopic })
    const who = (resource: string) =>
      Object.entries(functions)
        .filter(([, all]) => JSON.stringify(all).includes(resource))
        .map(([name]) => name)
    expect(who(slackSecret)).toEqual(['chatops'])
    expect(who(chatTopic).sort()).toEqual(['approval-request', 'close', 'rollback', 'watchdog'])
  })
})

it('a stage without one gives nobody a right for it', async () => {
  const { functions } = await may({ slackSecret: '', chatTopic: '' })
  expect(JSON.stringify(functions)).not.toMatch(/secretsmanager|releases-in-chat/)
  expect(
    functions.chatops.flatMap(({ Action }) => Action).filter((one) => /^(dynamodb|states|lambda)/.test(one)),
  ).toEqual([])
})
