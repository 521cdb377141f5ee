import * as z from 'zod'
import { Name } from './words.ts'

const Step = z.strictObject({
  url: z.url(),
  method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST']).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  status: z.union([z.int(), z.array(z.int())]),
  contains: z.string().optional(),
})

const Task = z.strictObject({
  cluster: Name,
  family: Name,
  container: Name,
  artifact: Name,
  repository: z.string(),
  command: z.array(z.string()).min(1),
  back: z.array(z.string()).min(1).optional(),
  purpose: z.enum(['migration', 'smoke', 'load', 'benchmark']),
  subnets: z.array(z.string()).min(1),
  securityGroups: z.array(z.string()),
  logGroup: z.string(),
  summary: z.strictObject({ bucket: Name, key: z.string() }).optional(),
  thresholds: z
    .array(
      z.strictObject({
        path: z.string(),
        max: z.number().optional(),
        min: z.number().optional(),
        unit: z.string().optional(),
      }),
    )
    .optional(),
})

/** The accounts, ids and hosts behind the plan's names. */
export const Environment = z.strictObject({
  environment: Name,
  account: z.string({ error: 'quote the account id: YAML reads leading zeros away' }).regex(/^\d{12}$/, {
    error: ({ input }) => `"${input}" is no account id: 12 digits`,
  }),
  region: Name,
  services: z
    .record(
      Name,
      z.strictObject({
        cluster: Name,
        container: Name,
        family: Name,
        repository: z.string().meta({ description: 'Registry address without tag.' }),
        count: z.int().min(0),
        alarms: z.array(Name).optional(),
      }),
    )
    .default({}),
  functions: z
    .record(
      Name,
      z.strictObject({
        name: Name,
        alias: Name,
        package: z.strictObject({ bucket: Name, key: z.string().meta({ description: '${digest} is filled in.' }) }),
      }),
    )
    .default({}),
  targets: z
    .record(
      Name,
      z.strictObject({
        setId: Name,
        value: z.string().optional(),
        alias: z.strictObject({ zone: Name, dnsName: z.string() }).optional(),
        healthCheck: Name.optional(),
        address: z.string().optional().meta({ description: 'Where probes reach this side by name.' }),
        loadBalancer: z.string().optional().meta({ description: 'Metric dimension: app/<name>/<id>' }),
        targetGroup: z.string().optional().meta({ description: 'Metric dimension: targetgroup/<name>/<id>' }),
        answers: z
          .int()
          .optional()
          .meta({ description: 'Status that says that this side answers; 200, the page 503.' }),
      }),
    )
    .default({}),
  names: z
    .record(
      z.string(),
      z.strictObject({
        zone: Name,
        zoneName: z.string(),
        type: z.enum(['A', 'AAAA', 'CNAME']),
        ttl: z.int().min(1).meta({ description: 'TTL during the cutover, seconds.' }),
        usualTtl: z.int().min(1).optional().meta({ description: 'TTL otherwise; lowered early when longer.' }),
        authoritative: z.array(z.string()).optional(),
        resolvers: z.array(z.string()).default(['1.1.1.1', '8.8.8.8', '9.9.9.9']),
        certificate: z.string().optional(),
        probe: z.url().optional().meta({ description: 'Fetched by users; how we see that the name answers.' }),
      }),
    )
    .default({}),
  sites: z
    .record(
      Name,
      z.strictObject({
        bucket: Name,
        prefix: z.string().meta({ description: '${digest} is filled in with its first 12 digits.' }),
        index: z.string(),
        distribution: Name,
        store: z.string().optional(),
        key: z.string().optional(),
        originId: z.string().optional(),
        url: z.url(),
        certificate: z.string().optional(),
        names: z.array(z.string()).optional(),
      }),
    )
    .default({}),
  tables: z.record(Name, Name).default({}),
  buckets: z.record(Name, Name).default({}),
  tasks: z.record(Name, Task).default({}),
  journeys: z.record(Name, z.array(Step).min(1)).default({}),
  alarms: z.array(Name).min(1, { error: 'a release without an alarm is blind: name at least one' }),
  logGroups: z.array(z.string()).default([]),
  people: z
    .record(
      Name,
      z.strictObject({
        roles: z.array(Name).min(1),
        mail: z.string().optional(),
        slack: z.string().optional(),
        iam: z.string().optional(),
      }),
    )
    .default({}),
})
export type Environment = z.output<typeof Environment>

/** artifact → digest, published by CI. What is not in it did not change. */
export const Manifest = z.strictObject({
  version: z.string({ error: 'quote the version: YAML reads 2.10 as 2.1' }).regex(/^[0-9A-Za-z][0-9A-Za-z.+-]*$/),
  artifacts: z.record(
    Name,
    z.string().regex(/^sha256:[0-9a-f]{64}$/, {
      error: ({ input }) => `"${input}" is no digest; tags move, so only sha256: and 64 hex digits name an artifact`,
    }),
  ),
})
export type Manifest = z.output<typeof Manifest>
