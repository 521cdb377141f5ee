export { WebClient as Slack } from '@slack/web-api'
