import type * as Sdk from '@aws-sdk/client-cloudfront'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

interface Distribution {
  readonly id: string
  config: Sdk.DistributionConfig
  eTag: string
  status: 'Deployed' | 'InProgress'
  /** Origin path that the edges use. */
  served: string
}

/** A changed configuration reaches all edges in minutes (CloudFront Developer Guide). */
const deploySeconds = [120, 300] as const
/** "Typically 5–60 s" for an invalidation (AWS, CloudFront: speed of invalidations). */
const invalidationSeconds = [10, 60] as const

/** Distributions: their configuration, what they serve, and invalidations. */
export class CloudFront implements Service {
  readonly client = 'CloudFront'
  /** A global control plane in us-east-1, asked from Europe. */
  readonly latency = { '*': [90, 300] } as const
  readonly #account: Account
  readonly #distributions = new Map<string, Distribution>()
  readonly #invalidations = new Map<
    string,
    { readonly input: string; readonly at: number; readonly doneAt: number; readonly id: string }
  >()

  constructor(account: Account) {
    this.#account = account
    for (const [id, { aliases, bucket }] of Object.entries(account.state.cloudfront)) {
      const origin = { Id: bucket, DomainName: `${bucket}.s3.${account.region}.amazonaws.com`, OriginPath: '' }
      const config: Sdk.DistributionConfig = {
        CallerReference: id,
        Comment: '',
        Enabled: true,
        Aliases: { Quantity: aliases.length, Items: [...aliases] },
        Origins: { Quantity: 1, Items: [origin] },
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: { TargetOriginId: bucket, ViewerProtocolPolicy: 'redirect-to-https' },
      }
      this.#distributions.set(id, { id, config, eTag: this.#id('E'), status: 'Deployed', served: '' })
    }
  }

  /** The prefix of its bucket that a distribution serves now. */
  prefix(id: string): string {
    const pointer = this.#account.state.cloudfront[id]?.pointer
    if (pointer !== undefined) return this.#account.keyValueStores.atTheEdge(pointer.store, pointer.key) ?? ''
    return `${(this.#distributions.get(id)?.served ?? '').replace(/^\//, '')}/`
  }

  /** The distribution that serves a name. */
  named(host: string): string | undefined {
    const plain = host.toLowerCase().replace(/\.$/, '')
    return Object.entries(this.#account.state.cloudfront).find(
      ([, { domain, aliases, addresses }]) => domain === plain || aliases.includes(plain) || addresses.includes(plain),
    )?.[0]
  }

  readonly operations = {
    GetDistribution: ({ Id }: Sdk.GetDistributionCommandInput): Answer<Sdk.GetDistributionCommandOutput> => {
      const found = this.#get(Id)
      return { Distribution: this.#tell(found), ETag: found.eTag }
    },
    GetDistributionConfig: ({
      Id,
    }: Sdk.GetDistributionConfigCommandInput): Answer<Sdk.GetDistributionConfigCommandOutput> => {
      const found = this.#get(Id)
      return { DistributionConfig: structuredClone(found.config), ETag: found.eTag }
    },
    UpdateDistribution: (input: Sdk.UpdateDistributionCommandInput): Answer<Sdk.UpdateDistributionCommandOutput> => {
      const found = this.#get(input.Id)
      if (input.IfMatch === undefined) {
        throw new AwsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.')
      }
      if (input.IfMatch !== found.eTag) {
        throw new AwsError(
          'PreconditionFailed',
          'The precondition in one or more of the request-header fields evaluated to false.',
          412,
        )
      }
      found.config = structuredClone(input.DistributionConfig as Sdk.DistributionConfig)
      found.eTag = this.#id('E')
      found.status = 'InProgress'
      const { eTag } = found
      this.#account.clock.after(this.#account.between('cloudfront', deploySeconds), () => {
        if (found.eTag !== eTag) return
        found.status = 'Deployed'
        found.served = found.config.Origins?.Items?.[0]?.OriginPath ?? ''
        this.#account.traffic.pointerChanged()
      })
      return { Distribution: this.#tell(found), ETag: found.eTag }
    },
    CreateInvalidation: (input: Sdk.CreateInvalidationCommandInput): Answer<Sdk.CreateInvalidationCommandOutput> => {
      const { id } = this.#get(input.DistributionId)
      const reference = `${id} ${input.InvalidationBatch?.CallerReference ?? ''}`
      const paths = JSON.stringify(input.InvalidationBatch?.Paths ?? {})
      const known = this.#invalidations.get(reference)
      if (known !== undefined && known.input !== paths) {
        throw new AwsError(
          'InvalidationBatchAlreadyExists',
          'Your request contains a caller reference that was used before.',
        )
      }
      const now = this.#account.clock.now()
      const made = known ?? {
        input: paths,
        at: now,
        doneAt: now + this.#account.between('cloudfront', invalidationSeconds),
        id: this.#id('I'),
      }
      this.#invalidations.set(reference, made)
      return { Invalidation: this.#invalidation(made, reference) }
    },
    GetInvalidation: (input: Sdk.GetInvalidationCommandInput): Answer<Sdk.GetInvalidationCommandOutput> => {
      const { id } = this.#get(input.DistributionId)
      for (const [reference, made] of this.#invalidations) {
        if (made.id === input.Id && reference.startsWith(`${id} `))
          return { Invalidation: this.#invalidation(made, reference) }
      }
      throw new AwsError('NoSuchInvalidation', 'The specified invalidation does not exist.', 404)
    },
  }

  #get(id = ''): Distribution {
    const found = this.#distributions.get(id)
    if (found === undefined) throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', 404)
    return found
  }

  #tell({ id, config, status }: Distribution): Sdk.Distribution {
    return {
      Id: id,
      ARN: `arn:aws:cloudfront::${this.#account.id}:distribution/${id}`,
      Status: status,
      LastModifiedTime: new Date(this.#account.clock.now()),
      InProgressInvalidationBatches: 0,
      DomainName: this.#account.state.cloudfront[id]?.domain,
      DistributionConfig: structuredClone(config),
    }
  }

  #invalidation(
    { at, doneAt, id, input }: { at: number; doneAt: number; id: string; input: string },
    reference: string,
  ) {
    return {
      Id: id,
      Status: this.#account.clock.now() >= doneAt ? 'Completed' : 'InProgress',
      CreateTime: new Date(at),
      InvalidationBatch: { CallerReference: reference.split(' ')[1] ?? '', Paths: JSON.parse(input) as Sdk.Paths },
    }
  }

  #id(first: string): string {
    return first + this.#account.idOf('etags', 13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
  }
}
