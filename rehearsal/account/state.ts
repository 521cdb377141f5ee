import * as z from 'zod/mini'
import { Refused } from '../../shared/errors.ts'

/** A file in a bucket: its text, or only its digest when nobody reads it (packages, assets). */
const StoredObject = z.union([
  z.string(),
  z.strictObject({
    text: z.optional(z.string()),
    digest: z.optional(z.string()),
    bytes: z._default(z.int(), 1024),
    type: z.optional(z.string()),
    cacheControl: z.optional(z.string()),
  }),
])

const Dimensions = z._default(z.record(z.string(), z.string()), {})
const Query = z.strictObject({
  namespace: z.string(),
  metric: z.string(),
  dimensions: Dimensions,
  stat: z._default(z.string(), 'Sum'),
})

const Alarm = z.strictObject({
  description: z.optional(z.string()),
  /** By id, for the expression; one alone needs none. */
  metrics: z.record(z.string(), Query),
  expression: z.optional(z.string()),
  compare: z._default(
    z.enum([
      'GreaterThanThreshold',
      'GreaterThanOrEqualToThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ]),
    'GreaterThanThreshold',
  ),
  threshold: z.number(),
  periods: z._default(z.int(), 1),
  datapoints: z.optional(z.int()),
  missing: z._default(z.enum(['missing', 'notBreaching', 'breaching', 'ignore']), 'notBreaching'),
  actions: z._default(z.array(z.string()), []),
  actionsEnabled: z._default(z.boolean(), true),
  state: z._default(z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']), 'OK'),
})

const RecordSet = z.strictObject({
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SOA', 'TXT']),
  ttl: z.optional(z.int()),
  values: z.optional(z.array(z.string())),
  alias: z.optional(z.strictObject({ zone: z.string(), name: z.string(), evaluate: z._default(z.boolean(), false) })),
  set: z.optional(z.string()),
  weight: z.optional(z.int()),
  healthCheck: z.optional(z.string()),
})

const Script = z.strictObject({
  /** Part of the command, joined by blanks. */
  command: z.string(),
  exitCode: z._default(z.int(), 0),
  reason: z.optional(z.string()),
  /** How long it runs once started, from–to. */
  seconds: z._default(z.tuple([z.number(), z.number()]), [20, 60]),
  /** Written to S3 before it ends, where the command says (`s3://bucket/key`) or here. */
  summary: z.optional(z.unknown()),
  bucket: z.optional(z.string()),
  key: z.optional(z.string()),
})

const Health = z.strictObject({
  errorPercent: z._default(z.number(), 0.02),
  /** 95th percentile. */
  latencyMs: z._default(z.number(), 180),
})

/** account.yaml: where a rehearsal starts. */
export const AccountState = z.strictObject({
  account: z.string().check(z.regex(/^\d{12}$/)),
  region: z.string(),
  /** Planted values that must never be seen anywhere. */
  secrets: z._default(z.array(z.string()), []),
  /** Digest of an artifact → the version that it is of. */
  versions: z._default(z.record(z.string(), z.string()), {}),
  dynamodb: z._default(
    z.record(
      z.string(),
      z.strictObject({
        pitrDays: z.optional(z.int()),
        /** How long a backup is CREATING, seconds. */
        backupSeconds: z._default(z.tuple([z.number(), z.number()]), [15, 60]),
      }),
    ),
    {},
  ),
  s3: z._default(
    z.record(
      z.string(),
      z.strictObject({
        versioning: z._default(z.enum(['Enabled', 'Suspended', 'Off']), 'Enabled'),
        encrypted: z._default(z.boolean(), true),
        public: z._default(z.boolean(), false),
        objects: z._default(z.record(z.string(), StoredObject), {}),
        /** Complete builds of a site as CI uploads them: prefix → version. */
        sites: z._default(z.record(z.string(), z.string()), {}),
      }),
    ),
    {},
  ),
  ecr: z._default(
    z.record(
      z.string(),
      z.record(
        z.string(),
        z.strictObject({
          tags: z._default(z.array(z.string()), []),
          critical: z._default(z.int(), 0),
          high: z._default(z.int(), 0),
          scan: z._default(z.enum(['COMPLETE', 'IN_PROGRESS', 'FAILED', 'none']), 'COMPLETE'),
          /** It never becomes healthy: why each of its tasks stops. */
          fails: z.optional(z.string()),
        }),
      ),
    ),
    {},
  ),
  ecs: z._default(
    z.strictObject({
      cluster: z.string(),
      services: z._default(
        z.record(
          z.string(),
          z.strictObject({
            revision: z.string(),
            count: z.int(),
            targetGroup: z.optional(z.string()),
            breaker: z._default(z.boolean(), true),
            strategy: z._default(z.enum(['ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR']), 'ROLLING'),
          }),
        ),
        {},
      ),
      families: z._default(
        z.record(
          z.string(),
          z.strictObject({
            container: z.string(),
            repository: z.string(),
            /** Revision → digest of its image. */
            revisions: z.record(z.string(), z.string()),
            logGroup: z.optional(z.string()),
            environment: z._default(z.record(z.string(), z.string()), {}),
            secrets: z._default(z.record(z.string(), z.string()), {}),
          }),
        ),
        {},
      ),
      tasks: z._default(z.array(Script), []),
    }),
    { cluster: 'default', services: {}, families: {}, tasks: [] },
  ),
  elb: z._default(
    z.record(
      z.string(),
      z.strictObject({
        dns: z.string(),
        zone: z.string(),
        id: z.string(),
        /** Where its listener answers; documentation addresses (RFC 5737). */
        addresses: z.array(z.string()),
        targetGroup: z.optional(z.strictObject({ name: z.string(), id: z.string() })),
        certificate: z.optional(z.string()),
        /** Answers every request with the maintenance page: 503 with Retry-After. */
        page: z._default(z.boolean(), false),
      }),
    ),
    {},
  ),
  lambda: z._default(
    z.record(
      z.string(),
      z.strictObject({
        /** Version → digest of its code. */
        versions: z.record(z.string(), z.string()),
        latest: z.string(),
        aliases: z._default(z.record(z.string(), z.string()), {}),
        environment: z._default(z.record(z.string(), z.string()), {}),
        requestsPerMinute: z._default(z.number(), 0),
      }),
    ),
    {},
  ),
  cloudfront: z._default(
    z.record(
      z.string(),
      z.strictObject({
        domain: z.string(),
        aliases: z._default(z.array(z.string()), []),
        bucket: z.string(),
        certificate: z.optional(z.string()),
        addresses: z.array(z.string()),
        /** The key-value store and its key that says which prefix of the bucket is the site. */
        pointer: z.optional(z.strictObject({ store: z.string(), key: z.string() })),
        requestsPerMinute: z._default(z.number(), 0),
      }),
    ),
    {},
  ),
  keyValueStores: z._default(
    z.record(z.string(), z.strictObject({ id: z.string(), keys: z._default(z.record(z.string(), z.string()), {}) })),
    {},
  ),
  route53: z._default(
    z.record(
      z.string(),
      z.strictObject({
        name: z.string(),
        private: z._default(z.boolean(), false),
        servers: z.array(z.string()),
        records: z.array(RecordSet),
      }),
    ),
    {},
  ),
  healthChecks: z._default(
    z.record(
      z.string(),
      z.strictObject({
        url: z.string(),
        /** Absent: as the side behind the URL is; the page counts as healthy, because its check asks for its 503. */
        healthy: z.optional(z.boolean()),
      }),
    ),
    {},
  ),
  acm: z._default(
    z.record(
      z.string(),
      z.strictObject({
        names: z.array(z.string()).check(z.minLength(1)),
        status: z._default(z.string(), 'ISSUED'),
        from: z.string(),
        until: z.string(),
      }),
    ),
    {},
  ),
  alarms: z._default(z.record(z.string(), Alarm), {}),
  /** Metrics that no model of users feeds: always this value. */
  metrics: z._default(z.array(z.extend(Query, { value: z.number() })), []),
  sns: z._default(
    z.record(
      z.string(),
      z.array(
        z.strictObject({
          protocol: z.string(),
          endpoint: z.string(),
          confirmed: z._default(z.boolean(), true),
          /** Whose requests alone come here, as a filter policy says. */
          approver: z.optional(z.string()),
        }),
      ),
    ),
    {},
  ),
  logs: z._default(z.record(z.string(), z.strictObject({ days: z.optional(z.int()) })), {}),
  /** What paths answer on a side that is well, besides /health. */
  answers: z._default(
    z.array(
      z.strictObject({
        path: z.string(),
        host: z.optional(z.string()),
        method: z.optional(z.string()),
        status: z.int(),
        body: z._default(z.string(), ''),
      }),
    ),
    [],
  ),
  traffic: z._default(
    z.strictObject({
      /** Whose users these are. */
      name: z.string(),
      requestsPerMinute: z._default(z.number(), 1200),
      /** Side → its load balancer. */
      sides: z.record(z.string(), z.string()),
      usual: z._default(Health, { errorPercent: 0.02, latencyMs: 180 }),
      /** Versions that are worse (or better) than usual from the start. */
      versions: z._default(z.record(z.string(), Health), {}),
    }),
    { name: '', requestsPerMinute: 0, sides: {}, usual: { errorPercent: 0.02, latencyMs: 180 }, versions: {} },
  ),
})
export type AccountState = z.infer<typeof AccountState>
export type AlarmState = z.infer<typeof Alarm>
export type QueryState = z.infer<typeof Query>
export type RecordState = z.infer<typeof RecordSet>
export type ScriptState = z.infer<typeof Script>
export type HealthState = z.infer<typeof Health>

/** zod/mini speaks no language of its own. */
const why = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys'
    ? `nobody reads ${issue.keys.map((key) => `"${key}"`).join(', ')}`
    : issue.code === 'invalid_type'
      ? `${issue.expected} is expected`
      : issue.code === 'invalid_value'
        ? `one of ${issue.values.join(', ')} is expected`
        : issue.message

class WrongAccount extends Refused {
  override readonly name = 'WrongInput'
}

/** Parsed once per process: a hundred rehearsals a second start from the same file. */
const parsed = new WeakMap<object, AccountState>()

export function parseAccount(input: unknown): AccountState {
  const known = typeof input === 'object' && input !== null ? parsed.get(input) : undefined
  if (known !== undefined) return known
  const result = AccountState.safeParse(input)
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${why(issue)}`)
    throw new WrongAccount(`account.yaml cannot be rehearsed: ${wrong.join('; ')}; correct the file and rehearse again`)
  }
  parsed.set(input as object, result.data)
  return result.data
}
