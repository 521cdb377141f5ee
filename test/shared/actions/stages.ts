import { createHash } from 'node:crypto'
import type { Json } from '../../../shared/ledger/store.ts'
import type { ActionStage } from '../../contracts/action.ts'
import { FakeCloudFront, FakeKeyValueStore } from './fakes/cloudfront.ts'
import { FakeDynamoDB } from './fakes/dynamodb.ts'
import { FakeEcs } from './fakes/ecs.ts'
import { FakeLambda } from './fakes/lambda.ts'
import { FakeRoute53 } from './fakes/route53.ts'
import { FakeS3 } from './fakes/s3.ts'
import { FakeAws, type FakeService } from './fakes/world.ts'

/** ServeML as it stands before a release, one stage per kind, with a target that fits it. */
type Stage<Services> = ActionStage & { readonly aws: FakeAws } & Services

function stage<S extends object>(
  services: S & { [name: string]: FakeService },
  more: Pick<ActionStage, 'state' | 'settle' | 'foreign'>,
) {
  const aws = new FakeAws(...Object.values<FakeService>(services))
  const common = {
    aws,
    world: aws.world,
    loseAnswerOfWrite: (n: number) => aws.loseAnswerOfWrite(n),
    writes: () => aws.writes().length,
  }
  return { ...services, ...common, ...more } as Stage<S>
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

export const oldDigest = `sha256:${'1'.repeat(64)}`
export const newDigest = `sha256:${'2'.repeat(64)}`
export const repository = '111122223333.dkr.ecr.eu-west-1.example/serveml-backend'

// ---- backups -----------------------------------------------------------------------------------------------------

export const backupTarget = { table: 'serveml-deployments-prod', backupName: 'serveml-2.4.0-1' }

export function backupStage() {
  const dynamodb = new FakeDynamoDB()
  dynamodb.tables['serveml-deployments-prod'] = []
  return stage({ dynamodb }, { state: () => plain(dynamodb.tables), settle: () => dynamodb.settle() })
}

export const versioningTarget = { bucket: 'serveml-frontend-prod', marker: 'before 2.4.0' }

export function versioningStage() {
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  return stage({ s3 }, { state: () => plain(s3.buckets), settle: () => {} })
}

// ---- ECS ---------------------------------------------------------------------------------------------------------

export const serviceTarget = {
  cluster: 'serveml-prod',
  service: 'backend-green',
  container: 'backend',
  repository,
  digest: newDigest,
  family: 'serveml-backend',
  desiredCount: 3,
  exposes: false,
}

export const serviceInPlaceTarget = {
  ...serviceTarget,
  service: 'backend-blue',
  strategy: 'canary',
  alarms: ['serveml-backend-blue-5xx'],
  exposes: true,
}

export function serviceStage(service = 'backend-green', count = 0) {
  const ecs = new FakeEcs()
  const former = ecs.register('serveml-backend', `${repository}@${oldDigest}`, [{ key: 'team', value: 'serving' }])
  ecs.serve(service, former, count)
  return stage(
    { ecs },
    {
      state: () => plain(ecs.services),
      settle: () => ecs.settle(),
      foreign: () => {
        ecs.services[service]!.taskDefinition = ecs.register(
          'serveml-backend',
          `${repository}@sha256:${'3'.repeat(64)}`,
        )
        ecs.settle()
      },
    },
  )
}

export const migrationTarget = {
  cluster: 'serveml-prod',
  family: 'serveml-migrate',
  container: 'backend',
  repository,
  digest: newDigest,
  command: ['alembic', 'upgrade', '2f1c'],
  back: ['alembic', 'downgrade', '1e0b'],
  subnets: ['subnet-1'],
  securityGroups: ['sg-1'],
  logGroup: '/ecs/serveml-backend',
  purpose: 'migration',
}

export function taskStage() {
  const ecs = new FakeEcs()
  const s3 = new FakeS3()
  s3.buckets['serveml-evidence'] = { versioning: 'Enabled', objects: {} }
  ecs.register('serveml-migrate', `${repository}@${oldDigest}`)
  const made: Stage<{ ecs: FakeEcs; s3: FakeS3 }> = stage(
    { ecs, s3 },
    {
      // What the tasks did is what the last one that succeeded did; how often, shows in nobody's schema.
      state: () => ecs.tasks.filter((one) => one.containers[0]?.exitCode === 0).at(-1)?.command[2] ?? '1e0b',
      settle: () => ecs.settle(made.aws.now),
    },
  )
  return made
}

// ---- Lambda ------------------------------------------------------------------------------------------------------

/** As Lambda tells it, and as a manifest does. */
export const packageSha = createHash('sha256').update('package of 2.4.0').digest('base64')
export const versionTarget = {
  functionName: 'model-serving-wrapper',
  codeDigest: `sha256:${createHash('sha256').update('package of 2.4.0').digest('hex')}`,
  s3Bucket: 'serveml-artifacts',
  s3Key: 'model-serving-wrapper/2.4.0.zip',
}

export function versionStage() {
  const lambda = new FakeLambda()
  lambda.packages['serveml-artifacts/model-serving-wrapper/2.4.0.zip'] = packageSha
  return stage(
    { lambda },
    {
      state: () => plain([lambda.latest, lambda.versions, lambda.aliases]),
      settle: () => lambda.settle(),
      foreign: () => {
        lambda.latest = { code: 'code of somebody else', revision: 9, update: 'Successful' }
      },
    },
  )
}

export const aliasTarget = { functionName: 'model-serving-wrapper', alias: 'live', version: '42' }

export function aliasStage() {
  const lambda = new FakeLambda()
  lambda.versions.push({ version: '42', code: 'code-42', state: 'Active' })
  return stage(
    { lambda },
    {
      state: () => plain([lambda.aliases.live!.version, lambda.aliases.live!.weights]),
      settle: () => {},
      foreign: () => {
        lambda.aliases.live = { version: '40', weights: {}, revision: 7 }
      },
    },
  )
}

// ---- the site ----------------------------------------------------------------------------------------------------

export const filesTarget = {
  bucket: 'serveml-frontend-prod',
  prefix: 'releases/222222222222/',
  files: 3,
  index: 'index.html',
}

export function filesStage() {
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  const files = [
    { key: 'index.html', contentType: 'text/html', cacheControl: 'no-cache' },
    { key: 'assets/app.js', contentType: 'text/javascript', cacheControl: 'public, max-age=31536000, immutable' },
    { key: 'assets/app.css', contentType: 'text/css', cacheControl: 'public, max-age=31536000, immutable' },
  ]
  const put = (key: string, body: string, more: object = {}) =>
    s3.put('serveml-frontend-prod', `releases/222222222222/${key}`, body, more)
  for (const { key, ...headers } of files) put(key, `content of ${key}`, headers)
  put('manifest.json', JSON.stringify({ files }))
  return stage({ s3 }, { state: () => plain(s3.buckets), settle: () => {} })
}

const oldPrefix = 'releases/111111111111/'
const newPrefix = 'releases/222222222222/'
export const pointerTarget = {
  distribution: 'E1SERVEML0001',
  store: 'arn:aws:cloudfront::111122223333:key-value-store/serveml-site',
  key: 'live',
  prefix: newPrefix,
  url: 'https://app.serveml.example/',
}

export function pointerStage() {
  const kvs = new FakeKeyValueStore()
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  for (const prefix of [oldPrefix, newPrefix])
    s3.put('serveml-frontend-prod', `${prefix}index.html`, `index of ${prefix}`)
  kvs.values = { live: oldPrefix, page: 'pages/maintenance/' }
  const made = stage(
    { kvs, s3 },
    {
      state: () => plain(kvs.values),
      settle: () => {},
      foreign: () => {
        kvs.values.live = 'releases/999999999999/'
        kvs.eTag += 1
      },
    },
  )
  made.aws.http = () => ({ status: 200, headers: { 'x-site-prefix': kvs.values.live! }, body: '', ms: 20 })
  return made
}

export const originTarget = {
  distribution: 'E1SERVEML0001',
  originId: 'site',
  prefix: newPrefix,
  url: 'https://app.serveml.example/',
}

export function originStage() {
  const cloudfront = new FakeCloudFront()
  const origin = () => cloudfront.config.Origins.Items[0]!
  origin().OriginPath = '/releases/111111111111'
  const made = stage(
    { cloudfront },
    {
      state: () => plain(cloudfront.config),
      settle: () => cloudfront.settle(),
      foreign: () => {
        origin().OriginPath = '/releases/999999999999'
        cloudfront.eTag += 1
      },
    },
  )
  made.aws.http = () => ({ status: 200, headers: { 'x-site-prefix': origin().OriginPath }, body: '', ms: 20 })
  return made
}

// ---- names -------------------------------------------------------------------------------------------------------

export const recordTarget = {
  zone: 'Z0SERVEML',
  name: 'api.serveml.example',
  type: 'A',
  members: {
    blue: { setId: 'blue', value: '192.0.2.1' },
    green: { setId: 'green', value: '192.0.2.2' },
    page: { setId: 'page', value: '192.0.2.3' },
  },
  from: 'blue',
  to: 'green',
  ttl: 60,
  resolvers: ['198.51.100.1', '198.51.100.2'],
}

const at = { Name: 'api.serveml.example.', Type: 'A' as const, TTL: 60 }
const member = (setId: string, weight: number, value: string) => ({
  ...at,
  SetIdentifier: setId,
  Weight: weight,
  ResourceRecords: [{ Value: value }],
})

export function recordStage() {
  const route53 = new FakeRoute53()
  route53.records = [
    member('blue', 255, '192.0.2.1'),
    member('green', 0, '192.0.2.2'),
    member('page', 0, '192.0.2.3'),
    { ...at, Name: 'api.serveml.example.', Type: 'TXT' as never, ResourceRecords: [{ Value: '"not ours"' }] },
    { ...at, Name: 'www.serveml.example.', ResourceRecords: [{ Value: '192.0.2.9' }] },
  ]
  route53.settle()
  const made: Stage<{ route53: FakeRoute53 }> = stage(
    { route53 },
    {
      // Somebody else's order of records is nobody's business.
      state: () => plain([...route53.records].map((one) => JSON.stringify(Object.entries(one).sort())).sort()),
      settle: () => {
        route53.settle()
        made.aws.pass(60)
      },
      foreign: () => {
        route53.records = route53.records.map((one) => (one.SetIdentifier === 'green' ? { ...one, Weight: 17 } : one))
        route53.settle()
      },
    },
  )
  made.aws.dns = (question) => route53.answer(question)
  return made
}

export const simpleTarget = { ...recordTarget, name: '*.app.serveml.example' }

/** The name is one simple record yet, and one with a star, which Route 53 escapes. */
export function simpleStage() {
  const made = recordStage()
  made.route53.records = [
    { ...at, Name: '*.app.serveml.example.', TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] },
  ]
  made.route53.settle()
  const foreign = () => {
    made.route53.records = made.route53.records.map((one) => ({ ...one, ResourceRecords: [{ Value: '192.0.2.66' }] }))
  }
  return { ...made, foreign }
}

export const ttlTarget = { zone: 'Z0SERVEML', name: 'api.serveml.example', type: 'A', ttl: 60 }

export function ttlStage() {
  const made = recordStage()
  const withTtl = (ttl: number) => {
    made.route53.records = made.route53.records.map((one) =>
      one.Type === 'A' && one.Name?.startsWith('api') ? { ...one, TTL: ttl } : one,
    )
    made.route53.settle()
  }
  withTtl(300)
  return { ...made, foreign: () => withTtl(120) }
}
