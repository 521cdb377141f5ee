import { WrongInput } from './errors.ts'

/** Names of our own resources; environment variables on AWS. */
export interface Home {
  readonly region: string
  readonly account: string
  readonly table: string
  readonly bucket: string
  readonly queueUrl: string
  readonly approvalsTopic: string
  readonly noticesTopic: string
  /** Notices in the schema of chat applications (Amazon Q Developer); absent: nobody reads them. */
  readonly chatTopic?: string
  /** Where people reach the approval pages, `https://…` without a slash at its end; absent: requests carry no link. */
  readonly pages?: string
  /** ARNs of the KMS HMAC keys of links: the first signs, all verify, so that keys can be changed with overlap. */
  readonly linkKeys?: readonly string[]
  /** Secret (ARN) that holds `{signingSecret, botToken}` of the Slack app; absent: there is no Slack. */
  readonly slackSecret?: string
  /**
   * Who proves who somebody is: issuer and client of OpenID Connect, and the secret (ARN) that holds
   * `{clientSecret, cookieKey}`; absent: a link alone says who signs.
   */
  readonly oidc?: { readonly issuer: string; readonly client: string; readonly secret: string }
  /** Where STS is asked who signed, elsewhere than on AWS; absent: the region's own. */
  readonly stsEndpoint?: string
  /** State machine ARNs by name. */
  readonly machines: Readonly<Record<'release' | 'change' | 'rollback' | 'close', string>>
}

/** Names of our own resources from the function's environment; all that is missing is told at once. */
export function homeFromEnvironment(env: Readonly<Record<string, string | undefined>>): Home {
  const missing: string[] = []
  const read = (name: string): string => {
    const value = env[name]
    if (value === undefined || value === '') missing.push(name)
    return value ?? ''
  }
  const home: Home = {
    region: read('AWS_REGION'),
    account: read('TIDEGATE_ACCOUNT'),
    table: read('TIDEGATE_TABLE'),
    bucket: read('TIDEGATE_BUCKET'),
    queueUrl: read('TIDEGATE_QUEUE_URL'),
    approvalsTopic: read('TIDEGATE_APPROVALS_TOPIC'),
    noticesTopic: read('TIDEGATE_NOTICES_TOPIC'),
    machines: {
      release: read('TIDEGATE_RELEASE_MACHINE'),
      change: read('TIDEGATE_CHANGE_MACHINE'),
      rollback: read('TIDEGATE_ROLLBACK_MACHINE'),
      close: read('TIDEGATE_CLOSE_MACHINE'),
    },
    ...optional(env, read),
  }
  if (missing.length === 0) return home
  throw new WrongInput(
    `environment variables are missing: ${missing.join(', ')}; nothing was changed; deploy the function with serverless.yml, which sets them`,
  )
}

/** What a stage need not have: pages, chat, a sign-in, another AWS than AWS. */
function optional(env: Readonly<Record<string, string | undefined>>, read: (name: string) => string): Partial<Home> {
  const set = (name: string) => (env[name] === '' ? undefined : env[name])
  const [chatTopic, pages, slackSecret] = [
    set('TIDEGATE_CHAT_TOPIC'),
    set('TIDEGATE_PAGES'),
    set('TIDEGATE_SLACK_SECRET'),
  ]
  const names = ['TIDEGATE_OIDC_ISSUER', 'TIDEGATE_OIDC_CLIENT', 'TIDEGATE_OIDC_SECRET'] as const
  // Half of a sign-in must not pass for none.
  const [issuer = '', client = '', secret = ''] = names.every((name) => set(name) === undefined) ? [] : names.map(read)
  const stsEndpoint = set('AWS_ENDPOINT_URL_STS') ?? set('AWS_ENDPOINT_URL')
  const linkKeys = set('TIDEGATE_LINK_KEYS')?.split(/[\s,]+/)
  return {
    ...(issuer !== '' && { oidc: { issuer, client, secret } }),
    ...(stsEndpoint !== undefined && { stsEndpoint }),
    ...(chatTopic !== undefined && { chatTopic }),
    ...(pages !== undefined && { pages: pages.replace(/\/+$/, '') }),
    ...(linkKeys !== undefined && { linkKeys }),
    ...(slackSecret !== undefined && { slackSecret }),
  }
}
