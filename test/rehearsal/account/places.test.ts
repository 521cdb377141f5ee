import { describe, expect, it } from 'vitest'
import { parseAccount } from '../../../rehearsal/account/state.ts'
import { redact } from '../../../shared/redact.ts'
import { errorOf, type Stage, stage, stateOf } from './stage.ts'

const get = (s: Stage, url: string, more = {}) => s.account.probes.http({ url, timeoutMs: 1000, ...more })

describe('a request from outside', () => {
  it('meets the version of the side that the name leads to', () => {
    expect(get(stage(), 'https://api.serveml.example/health')).toMatchObject({
      status: 200,
      headers: { 'x-version': '2.3.1' },
    })
  })

  it('meets a 503 of the load balancer where no task runs, and the page where the page answers', () => {
    const green = get(stage(), 'https://api.serveml.example/health', { address: 'alb-green.eu-west-1.elb.example' })
    expect(green).toMatchObject({ status: 503 })
    expect(green.headers['retry-after']).toBeUndefined()
    const page = get(stage({ system: 'serveml-launch' }), 'https://api.serveml.example/')
    expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '300' } })
  })

  it('meets the site that the pointer names, seconds after it was changed', async () => {
    const s = stage()
    const KvsARN = 'arn:aws:cloudfront::111122223333:key-value-store/serveml-site'
    const { ETag } = s.call<{ ETag: string }>('CloudFrontKeyValueStore', 'DescribeKeyValueStore', { KvsARN })
    s.call('CloudFrontKeyValueStore', 'PutKey', { KvsARN, Key: 'live', Value: 'releases/f09fceddc57d/', IfMatch: ETag })
    expect(get(s, 'https://app.serveml.example/').headers['x-site-prefix']).toBe('releases/13d3f40ac3d2/')
    await s.pass(5)
    expect(get(s, 'https://app.serveml.example/models')).toMatchObject({
      status: 200,
      headers: { 'x-site-prefix': 'releases/f09fceddc57d/' },
    })
    const put = { KvsARN, Key: 'live', Value: 'releases/none/', IfMatch: ETag }
    expect(errorOf(() => s.call('CloudFrontKeyValueStore', 'PutKey', put))).toBe('ConflictException')
  })

  it('meets an error that shows a password, where a side is ill: what passes it on must redact it', () => {
    const s = stage()
    s.account.traffic.setErrorRate({ side: 'blue' }, 100)
    const { status, body } = get(s, 'https://api.serveml.example/health')
    expect(status).toBe(500)
    expect(body).toContain(s.account.secrets[0])
    expect(redact(body)).not.toContain(s.account.secrets[0])
  })

  it('meets what a rehearsal broke until it is mended', () => {
    const s = stage()
    const mend = s.account.probes.break('/health', { status: 500, body: 'broken' })
    expect(get(s, 'https://api.serveml.example/health')).toMatchObject({ status: 500, body: 'broken' })
    mend()
    expect(get(s, 'https://api.serveml.example/health').status).toBe(200)
    s.account.probes.break('api.', { error: 'ECONNREFUSED' })
    expect(errorOf(() => get(s, 'https://api.serveml.example/health'))).toBe('NetworkError')
  })

  it('meets the certificate of the name, and no old protocol', () => {
    const { probes } = stage().account
    const hello = { host: 'api.serveml.example', port: 443, servername: 'api.serveml.example', timeoutMs: 1 }
    expect(probes.tls(hello)).toMatchObject({ trusted: true, because: '', names: ['api.serveml.example'] })
    expect(probes.tls({ ...hello, servername: 'other.example' })).toMatchObject({ trusted: false })
    expect(errorOf(() => probes.tls({ ...hello, maxVersion: 'TLSv1.1' }))).toBe('NetworkError')
  })
})

describe('a function', () => {
  const FunctionName = 'model-serving-wrapper'
  const publish = (s: Stage) =>
    s.call<{ Version: string; State: string }>('Lambda', 'UpdateFunctionCode', {
      FunctionName,
      S3Bucket: 'serveml-artifacts-prod',
      S3Key: 'model-serving-wrapper/c0a18bf6883b.zip',
      Publish: true,
    })

  it('is published from a package in S3, pending at first, and one version for one code', async () => {
    const s = stage()
    expect(publish(s)).toMatchObject({ Version: '42', State: 'Pending' })
    expect(errorOf(() => publish(s))).toBe('ResourceConflictException')
    await s.pass(20)
    expect(publish(s).Version).toBe('42')
    expect(s.account.lambda.digestOf(FunctionName, '42')).toBe(
      'sha256:c0a18bf6883b8e0e0b3600a1af5e14ce732812fab8d29ef94b2e5d4b75e8f21d',
    )
  })

  it('keeps an alias’s weights when an update leaves them out', () => {
    const s = stage()
    const update = (more: object) => s.call('Lambda', 'UpdateAlias', { FunctionName, Name: 'live', ...more })
    update({ RoutingConfig: { AdditionalVersionWeights: { '40': 0.1 } } })
    update({ FunctionVersion: '41' })
    expect(s.account.lambda.alias(`${FunctionName}:live`).weights).toEqual({ '40': 0.1 })
    expect(s.account.lambda.shares(FunctionName)).toEqual({ '41': 0.9, '40': 0.1 })
    update({ RoutingConfig: { AdditionalVersionWeights: {} } })
    expect(s.account.lambda.shares(FunctionName)).toEqual({ '41': 1 })
  })
})

describe('an object in S3', () => {
  const Bucket = 'serveml-frontend-prod'
  it('is written once by whoever says that there must be none, and read by its version for ever', async () => {
    const s = stage()
    const put = (Body: string, more = {}) =>
      s.call<{ VersionId: string }>('S3', 'PutObject', { Bucket, Key: 'k', Body, ...more })
    const { VersionId } = put('one', { IfNoneMatch: '*' })
    expect(errorOf(() => put('two', { IfNoneMatch: '*' }))).toBe('PreconditionFailed')
    put('three')
    type Got = { Body: { transformToString(): Promise<string> } }
    expect(await s.call<Got>('S3', 'GetObject', { Bucket, Key: 'k', VersionId }).Body.transformToString()).toBe('one')
    expect(await s.call<Got>('S3', 'GetObject', { Bucket, Key: 'k' }).Body.transformToString()).toBe('three')
  })
})

describe('a backup of a table', () => {
  it('is being created for a while, and failed ones never become available', async () => {
    const s = stage()
    const create = () =>
      s.call<{ BackupDetails: { BackupArn: string; BackupStatus: string } }>('DynamoDB', 'CreateBackup', {
        TableName: 'serveml-deployments-prod',
        BackupName: 'before',
      }).BackupDetails
    const status = (BackupArn: string) =>
      s.call<{ BackupDescription: { BackupDetails: { BackupStatus: string } } }>('DynamoDB', 'DescribeBackup', {
        BackupArn,
      }).BackupDescription.BackupDetails.BackupStatus
    const good = create()
    expect(good.BackupStatus).toBe('CREATING')
    s.account.dynamodb.failBackups()
    const bad = create()
    await s.pass(61)
    expect([status(good.BackupArn), status(bad.BackupArn)]).toEqual(['AVAILABLE', 'DELETED'])
  })
})

describe('account.yaml', () => {
  it('is refused with the place and the reason when it says what nobody knows', () => {
    const wrong = { ...(stateOf('serveml') as object), lambdas: {} }
    expect(() => parseAccount(wrong)).toThrow(/account\.yaml cannot be rehearsed: .*lambdas/)
  })
})
