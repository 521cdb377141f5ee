import { awsError, type Operations } from './account.ts'

export interface ResourceState {
  account: string
  services: Record<
    string,
    { status: string; taskDefinition: string; running: number; desired: number; deployments: object[] }
  >
  taskDefinitions: Record<string, { status: string; containerDefinitions: object[] }>
  functions: Record<string, Record<string, string>>
  /** `<repository> <digest>` → its scan, if it had one. */
  images: Record<string, { status: string; counts: Record<string, number> } | 'never scanned'>
  tables: Record<string, { status: string; pitr: 'ENABLED' | 'DISABLED'; newest: number; days: number }>
  buckets: Record<string, { versioning?: string; encryption?: string; blocked: boolean }>
  acm: Record<string, { status: string; names: string[]; notAfter: number }>
  zones: Record<string, { name: string; private: boolean; servers: string[] }>
  logGroups: Record<string, number | undefined>
}

export function resources(state: ResourceState): Operations {
  const image = (repository: string, digest: string) => {
    const found = state.images[`${repository} ${digest}`]
    if (found === undefined) throw awsError('ImageNotFoundException')
    return found
  }
  const bucket = (name: string) => {
    const found = state.buckets[name]
    if (found === undefined) throw awsError('NoSuchBucket')
    return found
  }
  return {
    'STS.GetCallerIdentity': () => ({ Account: state.account, Arn: `arn:aws:sts::${state.account}:assumed-role/x/y` }),
    'ECS.DescribeServices': ({ cluster, services }) => {
      const [name] = services as string[]
      const found = state.services[`${cluster} ${name}`]
      if (found === undefined) return { services: [], failures: [{ arn: name, reason: 'MISSING' }] }
      const { running, desired, ...rest } = found
      return {
        services: [{ serviceName: name, ...rest, runningCount: running, desiredCount: desired, pendingCount: 0 }],
        failures: [],
      }
    },
    'ECS.DescribeTaskDefinition': ({ taskDefinition }) => {
      const found = state.taskDefinitions[taskDefinition]
      if (found === undefined) throw awsError('ClientException', 'Unable to describe task definition.')
      return { taskDefinition: { taskDefinitionArn: taskDefinition, ...found } }
    },
    'Lambda.GetFunctionConfiguration': ({ FunctionName }) => {
      const Variables = state.functions[FunctionName]
      if (Variables === undefined) throw awsError('ResourceNotFoundException')
      return { FunctionName, Environment: { Variables } }
    },
    'ECR.DescribeImages': ({ repositoryName, imageIds }) => {
      image(repositoryName, imageIds[0].imageDigest)
      return { imageDetails: [{ repositoryName, imageDigest: imageIds[0].imageDigest }] }
    },
    'ECR.DescribeImageScanFindings': ({ repositoryName, imageId }) => {
      const scan = image(repositoryName, imageId.imageDigest)
      if (scan === 'never scanned') throw awsError('ScanNotFoundException')
      return { imageScanStatus: { status: scan.status }, imageScanFindings: { findingSeverityCounts: scan.counts } }
    },
    'DynamoDB.DescribeTable': ({ TableName }) => {
      const table = state.tables[TableName]
      if (table === undefined) throw awsError('ResourceNotFoundException')
      return { Table: { TableName, TableStatus: table.status } }
    },
    'DynamoDB.DescribeContinuousBackups': ({ TableName }) => {
      const table = state.tables[TableName]
      if (table === undefined) throw awsError('TableNotFoundException')
      const on = { RecoveryPeriodInDays: table.days, LatestRestorableDateTime: new Date(table.newest) }
      const PointInTimeRecoveryDescription = {
        PointInTimeRecoveryStatus: table.pitr,
        ...(table.pitr === 'ENABLED' ? on : {}),
      }
      return { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription } }
    },
    'S3.GetBucketVersioning': ({ Bucket }) => {
      const { versioning } = bucket(Bucket)
      return versioning === undefined ? {} : { Status: versioning }
    },
    'S3.GetBucketEncryption': ({ Bucket }) => {
      const { encryption } = bucket(Bucket)
      if (encryption === undefined) throw awsError('ServerSideEncryptionConfigurationNotFoundError')
      return {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: encryption } }],
        },
      }
    },
    'S3.GetPublicAccessBlock': ({ Bucket }) => {
      if (!bucket(Bucket).blocked) throw awsError('NoSuchPublicAccessBlockConfiguration')
      const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }
      return { PublicAccessBlockConfiguration: on }
    },
    'ACM.DescribeCertificate': ({ CertificateArn }, region) => {
      const found = CertificateArn.split(':')[3] === region ? state.acm[CertificateArn] : undefined
      if (found === undefined) throw awsError('ResourceNotFoundException')
      const { status, names, notAfter } = found
      return {
        Certificate: {
          CertificateArn,
          Status: status,
          DomainName: names[0],
          SubjectAlternativeNames: names,
          NotAfter: new Date(notAfter),
        },
      }
    },
    'Route53.GetHostedZone': ({ Id }) => {
      const zone = state.zones[Id]
      if (zone === undefined) throw awsError('NoSuchHostedZone')
      return {
        HostedZone: { Id: `/hostedzone/${Id}`, Name: `${zone.name}.`, Config: { PrivateZone: zone.private } },
        DelegationSet: { NameServers: zone.servers },
      }
    },
    'CloudWatchLogs.DescribeLogGroups': ({ logGroupNamePrefix, nextToken }) => {
      const all = Object.keys(state.logGroups)
        .filter((name) => name.startsWith(logGroupNamePrefix))
        .sort()
      const first = Number(nextToken ?? 0)
      return {
        logGroups: all.slice(first, first + 1).map((logGroupName) => {
          const retentionInDays = state.logGroups[logGroupName]
          return retentionInDays === undefined ? { logGroupName } : { logGroupName, retentionInDays }
        }),
        ...(first + 1 < all.length ? { nextToken: String(first + 1) } : {}),
      }
    },
  }
}
