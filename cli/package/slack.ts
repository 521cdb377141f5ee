import type { Naming } from '../../shared/permissions/index.ts'
import { type Resource, ref, sub, type Variables } from './cloudformation.ts'
import { aliasLogicalId } from './machines.ts'

/** What a stage says of chat; empty is none. */
interface Chat {
  readonly slackSecret: string
  readonly chatTopic: string
}

/** The names of a stage with those that somebody else has made for it. */
export const withChat = (names: Naming, { slackSecret, chatTopic }: Chat): Naming => ({
  ...names,
  ...(slackSecret !== '' && { slackSecret }),
  ...(chatTopic !== '' && { chatTopic }),
})

/** Everybody may tell in chat; only chatops reads the secret, so only it knows where that is. */
export const chatEnvironment = (name: string, { slackSecret, chatTopic }: Chat): Variables => ({
  ...(chatTopic !== '' && { TIDEGATE_CHAT_TOPIC: chatTopic }),
  ...(name === 'chatops' && { TIDEGATE_SLACK_SECRET: slackSecret }),
})

/** POST /slack of the stage's HTTP API, to chatops at its alias. Slack waits three seconds; a cold start fits into them. */
export function slackRoute(): Record<string, Resource> {
  const alias = ref(aliasLogicalId('chatops'))
  return {
    SlackIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref('PagesApi'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: alias,
        PayloadFormatVersion: '2.0',
        TimeoutInMillis: 10_000,
      },
    },
    SlackRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: ref('PagesApi'), RouteKey: 'POST /slack', Target: sub('integrations/${SlackIntegration}') },
    },
    SlackPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: alias,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: sub('arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${PagesApi}/*/POST/slack'),
      },
    },
  }
}
