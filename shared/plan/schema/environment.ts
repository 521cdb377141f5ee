import * as z from 'zod'
import { Task, taskRoles } from './task.ts'
import { shown, told } from './told.ts'
import { Name } from './words.ts'

const says = (description: string) => ({ description })
const withDigest = z.string().includes('${digest}', {
  error: ({ input }) =>
    told(
      `"${String(input)}" is the same for every build`,
      'a release would overwrite what users get now',
      'put ${digest} into it',
    ),
})

const Step = z.strictObject({
  url: z.url(),
  method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST']).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  status: z.union([z.int(), z.array(z.int())]),
  contains: z.string().optional(),
})

const Service = z.strictObject({
  cluster: Name,
  container: Name,
  family: Name.meta(says('task definition family')),
  repository: z.string().meta(says('registry address without tag')),
  count: z.int().min(0).meta(says('tasks that must run before users come')),
  taskRoles,
  alarms: z.array(Name).optional().meta(says("alarms of ECS's own strategies")),
})

const LambdaFunction = z.strictObject({
  name: Name,
  alias: Name.meta(says('what users call')),
  package: z.strictObject({ bucket: Name, key: withDigest.meta(says('`${digest}` is its first 12 digits')) }),
})

const Target = z
  .strictObject({
    setId: Name.meta(says('SetIdentifier of its weighted records')),
    value: z.string().optional().meta(says('what a CNAME says')),
    alias: z
      .strictObject({ zone: Name, dnsName: z.string() })
      .optional()
      .meta(says('what an A or AAAA record is an alias to')),
    healthCheck: Name.optional(),
    address: z.string().optional().meta(says('where probes reach this side by name')),
    loadBalancer: z.string().optional().meta(says('metric dimension: app/<name>/<id>')),
    targetGroup: z.string().optional().meta(says('metric dimension: targetgroup/<name>/<id>')),
    answers: z.int().optional().meta(says('status that says that this side answers; 200, the page 503')),
  })
  .refine(({ value, alias }) => (value === undefined) !== (alias === undefined), {
    error: told(
      'is not one value or one alias',
      'a record is one of both',
      'name `value` (CNAME) or `alias` (A, AAAA)',
    ),
  })

const HostName = z.strictObject({
  zone: Name.meta(says('id of the hosted zone')),
  zoneName: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME']),
  ttl: z.int().min(1).meta(says('TTL during the cutover, seconds')),
  usualTtl: z.int().min(1).optional().meta(says('TTL otherwise; lowered early when longer')),
  authoritative: z.array(z.string()).optional().meta(says("name servers; the zone's own when left out")),
  resolvers: z.array(z.string()).default(['1.1.1.1', '8.8.8.8', '9.9.9.9']),
  certificate: z.string().optional().meta(says('ARN of what is served under this name')),
  probe: z.url().optional().meta(says('fetched as users do; how we see that the name answers')),
})

const Site = z
  .strictObject({
    bucket: Name,
    prefix: withDigest
      .endsWith('/', {
        error: ({ input }) =>
          told(
            `"${String(input)}" does not end with a slash`,
            'it would hold other builds too',
            'write releases/${digest}/',
          ),
      })
      .meta(says('`${digest}` is its first 12 digits')),
    index: z.string(),
    distribution: Name,
    store: z.string().optional().meta(says('ARN of the KeyValueStore whose key points at the files')),
    key: z.string().optional().meta(says('that key; `live` when left out')),
    originId: z.string().optional().meta(says('instead of a store: the origin whose path is moved')),
    url: z.url().meta(says('fetched to see what users get')),
    certificate: z.string().optional(),
    names: z.array(z.string()).optional().meta(says('host names that users know it by')),
  })
  .refine(({ store, originId }) => (store === undefined) !== (originId === undefined), {
    error: told(
      'is not pointed by one thing',
      'one site has one pointer',
      'name `store` (seconds) or `originId` (minutes)',
    ),
  })

const accountFault = (input: unknown) =>
  told(`${shown(input)} is no account id`, 'YAML reads leading zeros away', 'quote its 12 digits')

/** The accounts, ids and hosts behind the plan's names. No secrets. */
export const Environment = z.strictObject({
  environment: Name.meta(says('its name, as its file is named')),
  account: z
    .string({ error: ({ input }) => accountFault(input) })
    .regex(/^\d{12}$/, { error: ({ input }) => accountFault(input) })
    .meta(says('the AWS account that is changed, and no other')),
  region: Name.meta(says('where everything is, but for Route 53 and CloudFront')),
  services: z.record(Name, Service).default({}),
  functions: z.record(Name, LambdaFunction).default({}),
  targets: z.record(Name, Target).default({}).meta(says('where names can be pointed')),
  names: z.record(z.string(), HostName).default({}).meta(says('host names that are moved')),
  sites: z.record(Name, Site).default({}),
  tables: z.record(Name, Name).default({}).meta(says('name in plans → table')),
  buckets: z.record(Name, Name).default({}).meta(says('name in plans → bucket')),
  tasks: z.record(Name, Task).default({}),
  journeys: z
    .record(Name, z.array(Step).min(1))
    .default({})
    .meta(says('what users do, as requests; synthetic data only')),
  alarms: z
    .array(Name)
    .min(1, { error: told('is empty', 'a release without an alarm is blind', 'name at least one alarm') })
    .meta(says('alarms that tell whether users are well')),
  logGroups: z.array(z.string()).default([]),
})
export type Environment = z.output<typeof Environment>
