import { createHash } from 'node:crypto'
import type * as Sdk from '@aws-sdk/client-s3'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'
import { siteBuild } from './site-build.ts'
import type { AccountState } from './state.ts'

interface Version {
  readonly id: string
  /** Undefined for what only has a digest, or was deleted. */
  readonly text: string | undefined
  readonly digest: string
  readonly bytes: number
  readonly at: number
  readonly type: string
  readonly cacheControl: string | undefined
  readonly metadata: Readonly<Record<string, string>>
  readonly deleted: boolean
}

interface Bucket {
  readonly name: string
  readonly settings: Pick<AccountState['s3'][string], 'versioning' | 'encrypted' | 'public'>
  /** Newest last. */
  readonly objects: Map<string, Version[]>
}

/** Versioned objects, with the conditional writes that decide who was first. */
export class S3 implements Service {
  readonly client = 'S3'
  /** First byte of small objects: 100–200 ms (AWS, "Performance design patterns for Amazon S3"). */
  readonly latency = { '*': [30, 200] } as const
  readonly #account: Account
  readonly #buckets = new Map<string, Bucket>()
  #versions = 0

  constructor(account: Account) {
    this.#account = account
    for (const [name, { objects, sites, ...settings }] of Object.entries(account.state.s3)) {
      const bucket = this.#create(name, settings)
      for (const [key, object] of Object.entries(objects)) {
        this.#write(bucket, key, typeof object === 'string' ? { text: object } : object)
      }
      for (const [prefix, version] of Object.entries(sites)) {
        for (const { key, ...file } of siteBuild(version)) this.#write(bucket, prefix + key, file)
      }
    }
  }

  /** Puts a file where a rehearsal needs it, without a call; makes the bucket when there is none. */
  seed(bucket: string, key: string, text: string): void {
    const found =
      this.#buckets.get(bucket) ?? this.#create(bucket, { versioning: 'Enabled', encrypted: true, public: false })
    this.#write(found, key, { text })
  }

  /** What is there now, or undefined. */
  text(bucket: string, key: string): string | undefined {
    return this.#current(this.#buckets.get(bucket), key)?.text
  }
  digest(bucket: string, key: string): string | undefined {
    return this.#current(this.#buckets.get(bucket), key)?.digest
  }
  has(bucket: string, key: string): boolean {
    return this.#current(this.#buckets.get(bucket), key) !== undefined
  }

  readonly operations = {
    GetObject: (input: Sdk.GetObjectCommandInput): Answer<Sdk.GetObjectCommandOutput> => {
      const found = this.#read(input)
      if (found === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
      return { ...head(found), Body: body(found) }
    },
    HeadObject: (input: Sdk.HeadObjectCommandInput): Answer<Sdk.HeadObjectCommandOutput> => {
      const found = this.#read(input)
      // HEAD has no body, so that S3 cannot say which error it is.
      if (found === undefined) throw new AwsError('NotFound', 'UnknownError', 404)
      return head(found)
    },
    HeadBucket: ({ Bucket }: Sdk.HeadBucketCommandInput): Answer<Sdk.HeadBucketCommandOutput> => {
      if (!this.#buckets.has(Bucket ?? '')) throw new AwsError('NotFound', 'UnknownError', 404)
      return { BucketRegion: this.#account.region }
    },
    PutObject: (input: Sdk.PutObjectCommandInput): Answer<Sdk.PutObjectCommandOutput> => {
      const bucket = this.#bucket(input)
      const key = input.Key ?? ''
      const current = this.#current(bucket, key)
      const failed = (input.IfNoneMatch === '*' && current !== undefined) || wrongTag(input.IfMatch, current)
      if (failed)
        throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
      const text = typeof input.Body === 'string' ? input.Body : new TextDecoder().decode(input.Body as Uint8Array)
      const made = this.#write(bucket, key, {
        text,
        type: input.ContentType,
        cacheControl: input.CacheControl,
        metadata: input.Metadata,
      })
      return { ETag: tagOf(made), ...versionOf(made), ServerSideEncryption: 'aws:kms' }
    },
    CopyObject: (input: Sdk.CopyObjectCommandInput): Answer<Sdk.CopyObjectCommandOutput> => {
      const [, from = '', path = '', version] =
        /^\/?([^/]+)\/(.*?)(?:\?versionId=(.*))?$/.exec(decodeURIComponent(input.CopySource ?? '')) ?? []
      const source = this.#read({ Bucket: from, Key: path, VersionId: version })
      if (source === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
      const made = this.#write(this.#bucket(input), input.Key ?? '', source)
      return { CopyObjectResult: { ETag: tagOf(made), LastModified: new Date(made.at) }, ...versionOf(made) }
    },
    DeleteObject: (input: Sdk.DeleteObjectCommandInput): Answer<Sdk.DeleteObjectCommandOutput> => {
      const bucket = this.#bucket(input)
      const versions = bucket.objects.get(input.Key ?? '') ?? []
      if (input.VersionId !== undefined) {
        bucket.objects.set(
          input.Key ?? '',
          versions.filter(({ id }) => id !== input.VersionId),
        )
        return { VersionId: input.VersionId }
      }
      if (bucket.settings.versioning !== 'Enabled') {
        bucket.objects.delete(input.Key ?? '')
        return {}
      }
      const marker = this.#write(bucket, input.Key ?? '', { deleted: true })
      return { DeleteMarker: true, VersionId: marker.id }
    },
    ListObjectsV2: (input: Sdk.ListObjectsV2CommandInput): Answer<Sdk.ListObjectsV2CommandOutput> => {
      const bucket = this.#bucket(input)
      const { Prefix = '', MaxKeys = 1000, ContinuationToken: after = input.StartAfter ?? '' } = input
      const keys = [...bucket.objects.keys()].filter(
        (key) => key.startsWith(Prefix) && key > after && this.#current(bucket, key) !== undefined,
      )
      // S3 sorts by bytes, which for names of ours is what sort() does.
      keys.sort()
      const page = keys.slice(0, MaxKeys)
      const truncated = keys.length > page.length
      return {
        Name: bucket.name,
        Prefix,
        KeyCount: page.length,
        MaxKeys,
        IsTruncated: truncated,
        Contents: page.map((Key) => {
          const found = this.#current(bucket, Key) as Version
          return {
            Key,
            ETag: tagOf(found),
            Size: found.bytes,
            LastModified: new Date(found.at),
            StorageClass: 'STANDARD',
          }
        }),
        ...(truncated && { NextContinuationToken: page.at(-1) }),
      }
    },
    ListObjectVersions: (input: Sdk.ListObjectVersionsCommandInput): Answer<Sdk.ListObjectVersionsCommandOutput> => {
      const bucket = this.#bucket(input)
      const { Prefix = '' } = input
      const all = [...bucket.objects].filter(([key]) => key.startsWith(Prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
      const told = (wanted: boolean) =>
        all.flatMap(([Key, versions]) =>
          versions.flatMap((one, at) => {
            if (one.deleted !== wanted) return []
            return [{ Key, VersionId: one.id, IsLatest: at === versions.length - 1, LastModified: new Date(one.at) }]
          }),
        )
      return { Name: bucket.name, Prefix, IsTruncated: false, Versions: told(false), DeleteMarkers: told(true) }
    },
    GetBucketVersioning: (input: Sdk.GetBucketVersioningCommandInput): Answer<Sdk.GetBucketVersioningCommandOutput> => {
      const { versioning } = this.#bucket(input).settings
      return versioning === 'Off' ? {} : { Status: versioning }
    },
    GetBucketEncryption: (input: Sdk.GetBucketEncryptionCommandInput): Answer<Sdk.GetBucketEncryptionCommandOutput> => {
      if (!this.#bucket(input).settings.encrypted) {
        throw new AwsError(
          'ServerSideEncryptionConfigurationNotFoundError',
          'The server side encryption configuration was not found',
          404,
        )
      }
      const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true }
      return { ServerSideEncryptionConfiguration: { Rules: [rule] } }
    },
    GetPublicAccessBlock: (
      input: Sdk.GetPublicAccessBlockCommandInput,
    ): Answer<Sdk.GetPublicAccessBlockCommandOutput> => {
      const closed = !this.#bucket(input).settings.public
      return {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: closed,
          IgnorePublicAcls: closed,
          BlockPublicPolicy: closed,
          RestrictPublicBuckets: closed,
        },
      }
    },
  }

  #create(name: string, settings: Bucket['settings']): Bucket {
    const bucket: Bucket = { name, settings, objects: new Map() }
    this.#buckets.set(name, bucket)
    return bucket
  }

  #bucket({
    Bucket,
    ExpectedBucketOwner,
  }: {
    Bucket?: string | undefined
    ExpectedBucketOwner?: string | undefined
  }): Bucket {
    const found = this.#buckets.get(Bucket ?? '')
    if (found === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404)
    if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== this.#account.id) {
      throw new AwsError('AccessDenied', 'Access Denied', 403)
    }
    return found
  }

  #current(bucket: Bucket | undefined, key: string): Version | undefined {
    const newest = bucket?.objects.get(key)?.at(-1)
    return newest?.deleted ? undefined : newest
  }

  #read(input: Parameters<S3['operations']['GetObject']>[0]): Version | undefined {
    const bucket = this.#bucket(input)
    const key = input.Key ?? ''
    if (input.VersionId === undefined) return this.#current(bucket, key)
    const version = bucket.objects.get(key)?.find(({ id }) => id === input.VersionId)
    if (version === undefined) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404)
    if (version.deleted)
      throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405)
    return version
  }

  #write(bucket: Bucket, key: string, from: { [K in keyof Version]?: Version[K] | undefined }): Version {
    this.#versions += 1
    const { text, deleted = false } = from
    const made: Version = {
      id: bucket.settings.versioning === 'Enabled' ? `v${String(this.#versions).padStart(8, '0')}` : 'null',
      text,
      // Worked out when somebody asks: nobody does for most objects.
      get digest() {
        return (
          from.digest ??
          `sha256:${createHash('sha256')
            .update(text ?? '')
            .digest('hex')}`
        )
      },
      bytes: from.bytes ?? Buffer.byteLength(text ?? ''),
      at: Math.floor(this.#account.clock.now() / 1000) * 1000,
      type: from.type ?? 'application/octet-stream',
      cacheControl: from.cacheControl,
      metadata: from.metadata ?? {},
      deleted,
    }
    const versions = bucket.settings.versioning === 'Off' ? [] : (bucket.objects.get(key) ?? [])
    bucket.objects.set(key, [...versions, made])
    return made
  }
}

const tagOf = (version: Version): string => `"${version.digest.replace('sha256:', '').slice(0, 32)}"`
const versionOf = ({ id }: Version) => (id === 'null' ? {} : { VersionId: id })
const wrongTag = (tag: string | undefined, current: Version | undefined): boolean =>
  tag !== undefined && (current === undefined || tagOf(current) !== tag)

const head = (found: Version) => ({
  ETag: tagOf(found),
  ...versionOf(found),
  ContentLength: found.bytes,
  ContentType: found.type,
  ...(found.cacheControl !== undefined && { CacheControl: found.cacheControl }),
  LastModified: new Date(found.at),
  Metadata: { ...found.metadata },
})

/** The two ways of reading that ours use; S3's own is a stream with these on it. */
function body({ text = '' }: Version): NonNullable<Sdk.GetObjectCommandOutput['Body']> {
  const read = {
    transformToString: async () => text,
    transformToByteArray: async () => new TextEncoder().encode(text),
  }
  return read as unknown as NonNullable<Sdk.GetObjectCommandOutput['Body']>
}
