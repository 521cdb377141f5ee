import * as z from 'zod/mini'
import { secrets } from '../clients/secrets.ts'
import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'

/** What the secret of the Slack app holds, as JSON. */
const SlackSecret = z.object({
  signingSecret: z.string().check(z.minLength(16)),
  botToken: z.string().check(z.minLength(16)),
  /** Where Slack's Web API is, with a slash at its end; GovSlack has another than everybody. */
  api: z._default(z.string().check(z.regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)\S+\/$/)), 'https://slack.com/api/'),
})
export type SlackSecret = z.infer<typeof SlackSecret>

/**
 * Reads the app's secret anew each time, so that a rotation is followed at once. It goes into no log, no error and no
 * payload: whoever needs it asks for it here.
 *
 * @throws {WrongInput} there is none, or it is not as this Tidegate reads it; says nothing of what it holds
 */
export async function slackSecret(world: World): Promise<SlackSecret> {
  const { slackSecret: arn } = world.home
  const right = 'put {"signingSecret": "…", "botToken": "xoxb-…"} into it (docs/guides/slack.md)'
  if (arn === undefined)
    throw new WrongInput('no secret of a Slack app is set, so nothing of Slack is trusted; deploy with slackSecret')
  const { GetSecretValueCommand, SecretsManagerClient } = await secrets(world)
  const { SecretString = '' } = await world.send(SecretsManagerClient, new GetSecretValueCommand({ SecretId: arn }))
  const parsed = SlackSecret.safeParse(jsonOf(SecretString))
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path }) => path.join('.') || 'it').join(', ')
  throw new WrongInput(`the secret ${arn} cannot be read (${wrong}), so nothing of Slack is trusted; ${right}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
