import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandNamed, errorOf, stage } from '../rehearsal/account/stage.ts'
import { holdsTheServiceContract, type ServiceCase } from './service.ts'

const cluster = 'serveml-prod'
const digest = 'sha256:9e07d909b4aca1912272a80924ff1499351ece0df2ea616e54361b0558727ab4'
const store = 'arn:aws:cloudfront::111122223333:key-value-store/serveml-site'
const table = 'serveml-deployments-prod'
const wrapper = 'model-serving-wrapper'
const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/serveml-blue/73e2d6bc24d8a067'
const page = { StartTime: new Date('2026-11-21T21:00:00Z'), EndTime: new Date('2026-11-21T21:10:00Z') }
const requests = {
  Id: 'r',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'RequestCount',
      Dimensions: [{ Name: 'LoadBalancer', Value: 'app/alb-blue/50dc6c495c0c9188' }],
    },
    Period: 60,
    Stat: 'Sum',
  },
}

const cases: readonly ServiceCase[] = [
  { client: 'STS', reads: [['GetCallerIdentity', {}]], unknown: [] },
  {
    client: 'IAM',
    // Roles are deployed by a rehearsal: a bare account has none.
    reads: [],
    unknown: [['GetRolePolicy', { RoleName: 'none', PolicyName: 'tidegate' }, 'NoSuchEntityException']],
  },
  {
    client: 'ACM',
    reads: [['DescribeCertificate', { CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-api' }]],
    unknown: [['DescribeCertificate', { CertificateArn: 'arn:none' }, 'ResourceNotFoundException']],
  },
  {
    client: 'DynamoDB',
    reads: [
      ['DescribeTable', { TableName: table }],
      ['DescribeContinuousBackups', { TableName: table }],
      ['ListBackups', { TableName: table }],
    ],
    unknown: [
      ['DescribeTable', { TableName: 'none' }, 'ResourceNotFoundException'],
      ['DescribeContinuousBackups', { TableName: 'none' }, 'TableNotFoundException'],
      ['CreateBackup', { TableName: 'none', BackupName: 'b01' }, 'TableNotFoundException'],
      ['DescribeBackup', { BackupArn: 'none' }, 'BackupNotFoundException'],
    ],
    change: ['CreateBackup', { TableName: table, BackupName: 'before-2.4.0' }],
  },
  {
    client: 'S3',
    reads: [
      ['GetObject', { Bucket: 'serveml-frontend-prod', Key: 'releases/13d3f40ac3d2/manifest.json' }],
      ['HeadObject', { Bucket: 'serveml-frontend-prod', Key: 'releases/13d3f40ac3d2/index.html' }],
      ['ListObjectsV2', { Bucket: 'serveml-frontend-prod', Prefix: 'releases/' }],
      ['GetBucketVersioning', { Bucket: 'serveml-frontend-prod' }],
      ['GetBucketEncryption', { Bucket: 'serveml-frontend-prod' }],
      ['GetPublicAccessBlock', { Bucket: 'serveml-frontend-prod' }],
    ],
    unknown: [
      ['GetObject', { Bucket: 'serveml-frontend-prod', Key: 'none' }, 'NoSuchKey'],
      ['HeadObject', { Bucket: 'serveml-frontend-prod', Key: 'none' }, 'NotFound'],
      ['GetObject', { Bucket: 'none', Key: 'none' }, 'NoSuchBucket'],
      ['GetBucketVersioning', { Bucket: 'none' }, 'NoSuchBucket'],
      ['GetBucketVersioning', { Bucket: 'serveml-frontend-prod', ExpectedBucketOwner: '444455556666' }, 'AccessDenied'],
    ],
  },
  {
    client: 'SecretsManager',
    // Secrets are put in by whoever rehearses with them: a bare account has none.
    reads: [],
    unknown: [
      ['GetSecretValue', { SecretId: 'none' }, 'ResourceNotFoundException'],
      ['GetSecretValue', {}, 'ValidationException'],
    ],
  },
  {
    client: 'ECR',
    reads: [
      ['DescribeImages', { repositoryName: 'serveml-backend', imageIds: [{ imageDigest: digest }] }],
      ['DescribeImageScanFindings', { repositoryName: 'serveml-backend', imageId: { imageDigest: digest } }],
      ['BatchGetImage', { repositoryName: 'serveml-backend', imageIds: [{ imageTag: '2.4.0' }] }],
    ],
    unknown: [
      ['DescribeImages', { repositoryName: 'none' }, 'RepositoryNotFoundException'],
      [
        'DescribeImages',
        { repositoryName: 'serveml-backend', imageIds: [{ imageDigest: 'sha256:0' }] },
        'ImageNotFoundException',
      ],
    ],
  },
  {
    client: 'ECS',
    reads: [
      ['DescribeServices', { cluster, services: ['backend-blue', 'none'] }],
      ['DescribeTaskDefinition', { taskDefinition: 'serveml-tasks' }],
      ['ListTaskDefinitions', { familyPrefix: 'serveml-backend-blue', sort: 'DESC' }],
      ['ListTasks', { cluster, family: 'serveml-tasks' }],
      ['ListServiceDeployments', { cluster, service: 'backend-blue' }],
    ],
    unknown: [
      ['DescribeServices', { cluster: 'none', services: ['backend-blue'] }, 'ClusterNotFoundException'],
      ['UpdateService', { cluster, service: 'none' }, 'ServiceNotFoundException'],
      ['UpdateService', { cluster, service: 'backend-blue', taskDefinition: 'none:1' }, 'ClientException'],
      ['DescribeTaskDefinition', { taskDefinition: 'none' }, 'ClientException'],
      ['RunTask', { cluster, taskDefinition: 'none' }, 'ClientException'],
      ['StopServiceDeployment', { serviceDeploymentArn: 'none' }, 'ServiceDeploymentNotFoundException'],
    ],
    change: [
      'UpdateService',
      { cluster, service: 'backend-green', taskDefinition: 'serveml-backend-blue:7', desiredCount: 2 },
    ],
  },
  {
    client: 'Lambda',
    reads: [
      ['GetFunction', { FunctionName: wrapper }],
      ['GetFunctionConfiguration', { FunctionName: wrapper, Qualifier: 'live' }],
      ['ListVersionsByFunction', { FunctionName: wrapper }],
      ['GetAlias', { FunctionName: wrapper, Name: 'live' }],
    ],
    unknown: [
      ['GetFunction', { FunctionName: 'none' }, 'ResourceNotFoundException'],
      ['GetFunctionConfiguration', { FunctionName: wrapper, Qualifier: '99' }, 'ResourceNotFoundException'],
      ['GetAlias', { FunctionName: wrapper, Name: 'none' }, 'ResourceNotFoundException'],
      ['UpdateAlias', { FunctionName: wrapper, Name: 'live', FunctionVersion: '99' }, 'ResourceNotFoundException'],
      ['UpdateAlias', { FunctionName: wrapper, Name: 'live', RevisionId: 'old' }, 'PreconditionFailedException'],
    ],
    change: ['UpdateAlias', { FunctionName: wrapper, Name: 'live', FunctionVersion: '40' }],
  },
  {
    client: 'CloudFront',
    reads: [
      ['GetDistribution', { Id: 'E1SERVEML0001' }],
      ['GetDistributionConfig', { Id: 'E1SERVEML0001' }],
    ],
    unknown: [
      ['GetDistribution', { Id: 'none' }, 'NoSuchDistribution'],
      ['GetInvalidation', { DistributionId: 'E1SERVEML0001', Id: 'none' }, 'NoSuchInvalidation'],
      ['UpdateDistribution', { Id: 'E1SERVEML0001', IfMatch: 'old' }, 'PreconditionFailed'],
    ],
    change: [
      'CreateInvalidation',
      {
        DistributionId: 'E1SERVEML0001',
        InvalidationBatch: { CallerReference: 'a', Paths: { Quantity: 1, Items: ['/*'] } },
      },
    ],
  },
  {
    client: 'CloudFrontKeyValueStore',
    reads: [
      ['DescribeKeyValueStore', { KvsARN: store }],
      ['GetKey', { KvsARN: store, Key: 'live' }],
    ],
    unknown: [
      ['GetKey', { KvsARN: store, Key: 'none' }, 'ResourceNotFoundException'],
      ['DescribeKeyValueStore', { KvsARN: 'none' }, 'ResourceNotFoundException'],
      ['PutKey', { KvsARN: store, Key: 'live', Value: 'x', IfMatch: 'old' }, 'ConflictException'],
    ],
  },
  {
    client: 'Route53',
    reads: [
      ['GetHostedZone', { Id: 'Z0SERVEML' }],
      ['ListResourceRecordSets', { HostedZoneId: '/hostedzone/Z0SERVEML' }],
      ['ListHostedZonesByName', { DNSName: 'serveml.example' }],
      ['GetHealthCheck', { HealthCheckId: 'hc-blue' }],
      ['GetHealthCheckStatus', { HealthCheckId: 'hc-blue' }],
    ],
    unknown: [
      ['GetHostedZone', { Id: 'Z9' }, 'NoSuchHostedZone'],
      ['GetChange', { Id: 'C9' }, 'NoSuchChange'],
      ['GetHealthCheck', { HealthCheckId: 'none' }, 'NoSuchHealthCheck'],
    ],
    change: [
      'ChangeResourceRecordSets',
      {
        HostedZoneId: 'Z0SERVEML',
        ChangeBatch: {
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: 'new.serveml.example',
                Type: 'TXT',
                TTL: 60,
                ResourceRecords: [{ Value: '"x"' }],
              },
            },
          ],
        },
      },
    ],
  },
  {
    client: 'CloudWatch',
    reads: [
      ['DescribeAlarms', { AlarmNames: ['serveml-5xx', 'none'] }],
      ['DescribeAlarmHistory', { AlarmName: 'serveml-5xx' }],
      ['GetMetricData', { ...page, MetricDataQueries: [requests] }],
    ],
    unknown: [['GetMetricData', { ...page, MetricDataQueries: [] }, 'ValidationError']],
  },
  {
    client: 'CloudWatchLogs',
    reads: [['DescribeLogGroups', { logGroupNamePrefix: '/ecs/' }]],
    unknown: [],
  },
  {
    client: 'ElasticLoadBalancingV2',
    reads: [
      ['DescribeLoadBalancers', { Names: ['alb-blue'] }],
      ['DescribeTargetGroups', { Names: ['serveml-blue'] }],
      ['DescribeTargetHealth', { TargetGroupArn: group }],
    ],
    unknown: [
      ['DescribeLoadBalancers', { Names: ['none'] }, 'LoadBalancerNotFoundException'],
      ['DescribeTargetGroups', { Names: ['none'] }, 'TargetGroupNotFoundException'],
      ['DescribeTargetHealth', { TargetGroupArn: 'none' }, 'TargetGroupNotFoundException'],
    ],
  },
  {
    client: 'SNS',
    reads: [['ListSubscriptionsByTopic', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:serveml-alerts' }]],
    unknown: [
      ['ListSubscriptionsByTopic', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none' }, 'NotFoundException'],
      ['Publish', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none', Message: 'x' }, 'NotFoundException'],
      [
        'GetSubscriptionAttributes',
        { SubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:serveml-alerts:none' },
        'NotFoundException',
      ],
      [
        'SetSubscriptionAttributes',
        { SubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:serveml-alerts:none', AttributeName: 'FilterPolicy' },
        'NotFoundException',
      ],
    ],
    change: ['Publish', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:serveml-alerts', Message: 'x' }],
  },
  {
    client: 'KMS',
    reads: [],
    unknown: [
      [
        'GenerateMac',
        {
          KeyId: 'arn:aws:kms:eu-west-1:444455556666:key/none',
          MacAlgorithm: 'HMAC_SHA_256',
          Message: new Uint8Array(1),
        },
        'NotFoundException',
      ],
      [
        'VerifyMac',
        {
          KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0000feedf00d',
          MacAlgorithm: 'HMAC_SHA_256',
          Message: new Uint8Array(1),
          Mac: new Uint8Array(32),
        },
        'KMSInvalidMacException',
      ],
    ],
  },
  {
    client: 'SQS',
    reads: [],
    unknown: [
      [
        'SendMessage',
        { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/444455556666/none', MessageBody: 'x' },
        'QueueDoesNotExist',
      ],
      [
        'SendMessage',
        { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q', MessageBody: 'x', DelaySeconds: 901 },
        'InvalidParameterValue',
      ],
    ],
    change: ['SendMessage', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q', MessageBody: 'x' }],
  },
  {
    client: 'EventBridge',
    reads: [],
    unknown: [['PutEvents', { Entries: [] }, 'ValidationException']],
    change: ['PutEvents', { Entries: [{ Source: 'test', DetailType: 'Test', Detail: '{}' }] }],
  },
]

for (const one of cases) holdsTheServiceContract(one)

describe('the simulated account', () => {
  it('has every service under the contract', () => {
    const under = new Set(cases.map(({ client }) => client))
    const all = new Set(
      stage()
        .account.operations()
        .map((name) => name.split('.')[0]),
    )
    expect([...all].filter((client) => !under.has(client as string))).toEqual([])
  })

  it('knows every call that our code makes, but the ledger’s and those of Step Functions', () => {
    const known = new Set(stage().account.operations())
    const missing = callsOf(join(import.meta.dirname, '../../shared')).filter((call) => !known.has(call))
    expect(missing).toEqual([])
  })

  it('says what to add, and where, when a call is not simulated', () => {
    const { account } = stage()
    const call = () => account.operation({ name: 'ECSClient' }, new (commandNamed('CreateCluster'))())
    expect(errorOf(call)).toBe('NotSimulated')
    expect(call).toThrow(/add "CreateCluster" to .* rehearsal\/account\//)
    expect(() => account.operation({ name: 'GlueClient' }, {})).toThrow(
      /no service Glue.*rehearsal\/account\/index\.ts/,
    )
  })
})

/** `ECS.UpdateService` for each command that a file imports from a client of the SDK. */
function callsOf(folder: string): string[] {
  const elsewhere =
    /^(DynamoDB\.(GetItem|PutItem|UpdateItem|DeleteItem|Query|TransactWriteItems|BatchGetItem)|SFN\.|Lambda\.Invoke)/
  const calls = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    for (const [, names = ''] of readFileSync(join(folder, file), 'utf8').matchAll(
      /import \{([^}]*)\} from '@aws-sdk\/client-[\w-]+'/g,
    )) {
      const client = /(\w+)Client\b/.exec(names)?.[1]
      for (const [, operation] of names.matchAll(/(\w+)Command\b/g)) calls.add(`${client}.${operation}`)
    }
  }
  return [...calls].filter((call) => !elsewhere.test(call)).sort()
}
