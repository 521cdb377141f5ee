import { describe, expect, it } from 'vitest'
import { accountIdentity } from '../../../shared/checks/account-identity.ts'
import { certificate } from '../../../shared/checks/certificate.ts'
import { dynamodbPitr } from '../../../shared/checks/dynamodb-pitr.ts'
import { ecrImage } from '../../../shared/checks/ecr-image.ts'
import { ecsFormer } from '../../../shared/checks/ecs-former.ts'
import { ecsServiceHealth } from '../../../shared/checks/ecs-service-health.ts'
import { hostedZone } from '../../../shared/checks/hosted-zone.ts'
import { logGroup } from '../../../shared/checks/log-group.ts'
import { s3BucketSafe } from '../../../shared/checks/s3-bucket-safe.ts'
import { secretsByReference } from '../../../shared/checks/secrets-by-reference.ts'
import { checkContract } from '../../contracts/check.ts'
import { type Account, start } from './fakes/account.ts'
import { backend41, certificateArn, digest, minutes, preflight, serveml } from './fakes/serveml.ts'

const day = 86_400_000
/** The serveml account with one entry of one collection changed, or taken away. */
function changed<C extends keyof Account>(collection: C, name: string, change?: object) {
  return () =>
    serveml((account) => {
      const entries = account[collection] as Record<string, object>
      if (change === undefined) delete entries[name]
      else Object.assign(entries[name] as object, change)
    })
}

checkContract({
  check: accountIdentity,
  ask: { account: '111122223333' },
  moment: preflight,
  good: serveml,
  bad: {
    'it is another account': () =>
      serveml((account) => {
        account.account = '999900001111'
      }),
  },
})

const table = 'serveml-deployments-prod'
checkContract({
  check: dynamodbPitr,
  ask: { table, minDays: 35 },
  moment: preflight,
  good: serveml,
  bad: {
    'the table is gone': changed('tables', table),
    'the table is being updated': changed('tables', table, { status: 'UPDATING' }),
    'recovery is off': changed('tables', table, { pitr: 'DISABLED' }),
    'recovery keeps a week only': changed('tables', table, { days: 7 }),
    'recovery has stopped following': changed('tables', table, { newest: start - 11 * minutes }),
  },
})

const bucket = 'serveml-frontend-prod'
checkContract({
  check: s3BucketSafe,
  ask: { bucket, account: '111122223333' },
  moment: preflight,
  good: serveml,
  bad: {
    'the bucket is gone': changed('buckets', bucket),
    'it was never versioned': changed('buckets', bucket, { versioning: undefined }),
    'versioning is suspended': changed('buckets', bucket, { versioning: 'Suspended' }),
    'it is not encrypted': changed('buckets', bucket, { encryption: undefined }),
    'it is open to the public': changed('buckets', bucket, { blocked: false }),
  },
})

const image = `serveml-backend ${digest}`
const scan = (status: string, counts = {}) => changed('images', image, { status, counts })
checkContract({
  check: ecrImage,
  ask: { repository: 'serveml-backend', digest },
  moment: preflight,
  good: serveml,
  bad: {
    'the image is not in the registry': changed('images', image),
    'it was never scanned': () =>
      serveml((account) => {
        account.images[image] = 'never scanned'
      }),
    'it has a critical finding': scan('COMPLETE', { CRITICAL: 1 }),
  },
  blind: {
    'the scan is going on': scan('IN_PROGRESS'),
    'the scan has failed': scan('FAILED'),
    'the scan says something new': scan('WHATEVER'),
  },
})

checkContract({
  check: certificate,
  ask: { arn: certificateArn, names: ['serveml.example', 'app.serveml.example'], region: 'us-east-1' },
  moment: preflight,
  good: serveml,
  bad: {
    'it is gone': changed('acm', certificateArn),
    'it waits for validation': changed('acm', certificateArn, { status: 'PENDING_VALIDATION' }),
    'it covers only the apex': changed('acm', certificateArn, { names: ['serveml.example'] }),
    'it ends in 29 days': changed('acm', certificateArn, { notAfter: start + 29.9 * day }),
  },
})

describe('a certificate', () => {
  it('in another region than CloudFront reads fails without being asked for', async () => {
    const ask = certificate.ask.parse({ arn: certificateArn, names: ['serveml.example'], region: 'eu-west-1' })
    expect(await certificate.run(ask, serveml(), preflight)).toMatchObject({
      verdict: 'fail',
      seen: 'the certificate is in us-east-1',
    })
  })

  it('with a wildcard covers one label and not two, nor the apex', async () => {
    const run = (name: string) =>
      certificate.run(
        certificate.ask.parse({ arn: certificateArn, names: [name] }),
        changed('acm', certificateArn, { names: ['*.serveml.example'] })(),
        preflight,
      )
    expect(await run('API.serveml.example.')).toMatchObject({ verdict: 'pass' })
    expect(await run('a.api.serveml.example')).toMatchObject({ verdict: 'fail' })
    expect(await run('serveml.example')).toMatchObject({ verdict: 'fail' })
  })
})

const blue = 'serveml-prod backend-blue'
const deployment = { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: backend41, failedTasks: 0 }
checkContract({
  check: ecsServiceHealth,
  ask: { cluster: 'serveml-prod', service: 'backend-blue', minRunning: 2, taskDefinition: backend41 },
  moment: { ...preflight, when: 'verify', side: 'blue' },
  good: serveml,
  bad: {
    'the service is gone': changed('services', blue),
    'the service was deleted': changed('services', blue, { status: 'INACTIVE' }),
    'one task of two runs': changed('services', blue, { running: 1 }),
    'it is scaled below the minimum': changed('services', blue, { running: 1, desired: 1 }),
    'its deployment goes on': changed('services', blue, {
      deployments: [{ ...deployment, rolloutState: 'IN_PROGRESS' }],
    }),
    'a former deployment still drains': changed('services', blue, {
      deployments: [deployment, { ...deployment, status: 'ACTIVE' }],
    }),
    'tasks failed': changed('services', blue, { deployments: [{ ...deployment, failedTasks: 3 }] }),
    'a circuit breaker put the former revision back': changed('services', blue, {
      deployments: [{ ...deployment, taskDefinition: 'backend:40' }],
    }),
  },
})

checkContract({
  check: ecsFormer,
  ask: { cluster: 'serveml-prod', service: 'backend-blue', repository: 'serveml-backend' },
  moment: preflight,
  good: serveml,
  bad: {
    'the service is gone': changed('services', blue),
    'its revision was deregistered': changed('taskDefinitions', backend41, { status: 'INACTIVE' }),
    'a lifecycle rule took its image': changed('images', image),
    'it names its image by tag': changed('taskDefinitions', backend41, {
      containerDefinitions: [{ image: 'r.example:5000/serveml-backend:latest' }],
    }),
    'its image is from elsewhere': changed('taskDefinitions', backend41, {
      containerDefinitions: [{ image: `r.example/other@${digest}` }],
    }),
  },
})

const environment = (name: string, value: string) =>
  changed('taskDefinitions', backend41, { containerDefinitions: [{ environment: [{ name, value }] }] })
checkContract({
  check: secretsByReference,
  ask: { cluster: 'serveml-prod', service: 'backend-blue' },
  moment: preflight,
  good: serveml,
  bad: {
    'a password is a plain value': environment('DB_PASSWORD', 'hunter2'),
    'a URL holds a password': environment('DATABASE_URL', 'postgres://app:hunter2hunter2@db.example/app'),
    'a value looks like a key under a harmless name': environment('SETTING', `${'AKIA'}IOSFODNN7EXAMPLE`),
    'the service is gone': changed('services', blue),
  },
})
checkContract({
  check: secretsByReference,
  ask: { functionName: 'model-serving-wrapper' },
  moment: preflight,
  good: serveml,
  bad: {
    'a token is a plain value': changed('functions', 'model-serving-wrapper', { API_TOKEN: 'hunter2' }),
    'the function is gone': changed('functions', 'model-serving-wrapper'),
  },
})

describe('secrets by reference', () => {
  it('are told by name and never by value', async () => {
    const ask = secretsByReference.ask.parse({ cluster: 'serveml-prod', service: 'backend-blue' })
    const result = await secretsByReference.run(ask, environment('DB_PASSWORD', 'hunter2')(), preflight)
    expect(result).toMatchObject({ seen: 'in plain sight: DB_PASSWORD' })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })
})

checkContract({
  check: hostedZone,
  ask: { zone: 'Z0SERVEML', name: 'serveml.example' },
  moment: preflight,
  good: serveml,
  bad: {
    'the zone is gone': changed('zones', 'Z0SERVEML'),
    'it is the zone of another name': changed('zones', 'Z0SERVEML', { name: 'other.example' }),
    'it is private': changed('zones', 'Z0SERVEML', { private: true }),
  },
})

checkContract({
  check: logGroup,
  ask: { names: ['/ecs/serveml-backend'], minDays: 30 },
  moment: preflight,
  good: serveml,
  bad: {
    'only its namesake by prefix exists': () =>
      serveml((account) => {
        account.logGroups = { '/ecs/serveml-backend-old': 30 }
      }),
    'lines are kept for ever': () =>
      serveml((account) => {
        account.logGroups = { '/ecs/serveml-backend': undefined }
      }),
    'lines are kept for two weeks': () =>
      serveml((account) => {
        account.logGroups = { '/ecs/serveml-backend': 14 }
      }),
  },
})
