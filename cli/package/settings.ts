const text = { type: 'string', minLength: 1 }
const protocol = { enum: ['email', 'email-json', 'https', 'sms', 'lambda', 'sqs'] }
const arnOrNone = (service: string) => ({ type: 'string', pattern: `^(|arn:aws[\\w-]*:${service}:\\S+)$` })
const list = (properties: object) => ({
  type: 'array',
  items: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
})

/** What `tidegate:` in serverless.yml may hold, for osls' own check of its configuration. */
export const tidegateSchema = {
  type: 'object',
  properties: {
    subscribers: {
      type: 'object',
      properties: {
        notices: list({ protocol, endpoint: text }),
        approvals: list({ approver: text, protocol, endpoint: text }),
      },
      required: ['notices', 'approvals'],
      additionalProperties: false,
    },
    drillSchedule: { type: 'string', pattern: '^(|(cron|rate|at)\\(.+\\))$' },
    drillTimezone: text,
    drillInput: { type: 'string' },
    domain: { type: 'string' },
    slackSecret: arnOrNone('secretsmanager'),
    chatTopic: arnOrNone('sns'),
    oidc: {
      type: 'object',
      properties: {
        // Without TLS only this very machine, for a trial of the stack on an emulator.
        issuer: { type: 'string', pattern: '^(|https://\\S+|http://127\\.0\\.0\\.1:\\S+)$' },
        client: { type: 'string' },
        secret: arnOrNone('secretsmanager'),
      },
      required: ['issuer', 'client', 'secret'],
      additionalProperties: false,
    },
    linkKeys: { type: 'array', items: { type: 'string', pattern: '^(own|arn:aws[\\w-]*:kms:\\S+:key/\\S+)$' } },
    // Below five, a batch of re-checks alone would be turned away.
    reserve: { anyOf: [{ const: 0 }, { type: 'integer', minimum: 5 }] },
    plans: text,
  },
  required: [
    'subscribers',
    'drillSchedule',
    'drillTimezone',
    'drillInput',
    'domain',
    'slackSecret',
    'chatTopic',
    'linkKeys',
    'oidc',
    'reserve',
    'plans',
  ],
  additionalProperties: false,
}
