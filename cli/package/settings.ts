const text = { type: 'string', minLength: 1 }
const protocol = { enum: ['email', 'email-json', 'https', 'sms', 'lambda', 'sqs'] }
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
    drillSchedule: { type: 'string' },
    domain: { type: 'string' },
    plans: text,
  },
  required: ['subscribers', 'drillSchedule', 'domain', 'plans'],
  additionalProperties: false,
}
