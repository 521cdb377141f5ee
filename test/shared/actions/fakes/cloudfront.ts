import { awsError, type FakeService } from './world.ts'

/** One distribution, E1SERVEML0001, with one origin. */
export class FakeCloudFront implements FakeService {
  readonly client = 'CloudFront'
  config = {
    CallerReference: 'made-by-hand',
    Comment: 'serveml',
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [{ Id: 'site', DomainName: 'serveml-frontend-prod.s3.example', OriginPath: '/releases/old' }],
    },
  }
  eTag = 1
  status = 'Deployed'
  readonly invalidations: Record<string, { Id: string; Status: string }> = {}

  settle(): void {
    this.status = 'Deployed'
    for (const one of Object.values(this.invalidations)) one.Status = 'Completed'
  }

  readonly operations: FakeService['operations'] = {
    GetDistributionConfig: () => ({ ETag: `E${this.eTag}`, DistributionConfig: this.config }),
    GetDistribution: ({ Id }) => ({ Distribution: { Id, Status: this.status } }),
    UpdateDistribution: ({ IfMatch, DistributionConfig }) => {
      if (IfMatch !== `E${this.eTag}`) throw awsError('PreconditionFailed')
      this.config = structuredClone(DistributionConfig)
      this.eTag += 1
      this.status = 'InProgress'
      return { ETag: `E${this.eTag}` }
    },
    CreateInvalidation: ({ InvalidationBatch: { CallerReference } }) => {
      this.invalidations[CallerReference] ??= {
        Id: `I${Object.keys(this.invalidations).length + 1}`,
        Status: 'InProgress',
      }
      return { Invalidation: this.invalidations[CallerReference] }
    },
    GetInvalidation: ({ Id }) => ({ Invalidation: Object.values(this.invalidations).find((one) => one.Id === Id) }),
  }
}

export class FakeKeyValueStore implements FakeService {
  readonly client = 'CloudFrontKeyValueStore'
  values: Record<string, string> = {}
  eTag = 1

  readonly operations: FakeService['operations'] = {
    DescribeKeyValueStore: ({ KvsARN }) => ({
      KvsARN,
      ETag: `K${this.eTag}`,
      ItemCount: Object.keys(this.values).length,
    }),
    GetKey: ({ Key }) => {
      if (this.values[Key] === undefined) throw awsError('ResourceNotFoundException')
      return { Key, Value: this.values[Key] }
    },
    PutKey: ({ Key, Value, IfMatch }) => {
      if (IfMatch !== `K${this.eTag}`) throw awsError('ConflictException')
      this.values[Key] = Value
      this.eTag += 1
      return { ETag: `K${this.eTag}` }
    },
  }
}
