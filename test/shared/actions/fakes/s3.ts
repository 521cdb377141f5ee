import { createHash } from 'node:crypto'
import { awsError, type FakeService } from './world.ts'

interface FakeObject {
  body: string
  contentType: string
  cacheControl: string | undefined
  versionId: string
  at: number
}

export class FakeS3 implements FakeService {
  readonly client = 'S3'
  readonly buckets: Record<string, { versioning: string | undefined; objects: Record<string, FakeObject> }> = {}
  #versions = 0

  put(bucket: string, key: string, body: string, more: Partial<FakeObject> = {}): void {
    const made = { body, contentType: 'text/plain', cacheControl: undefined, versionId: `v${++this.#versions}`, at: 0 }
    this.#bucket(bucket).objects[key] = { ...made, ...more }
  }

  readonly operations: FakeService['operations'] = {
    GetBucketVersioning: ({ Bucket }) => ({ Status: this.#bucket(Bucket).versioning }),
    PutObject: ({ Bucket, Key, Body, ContentType, IfNoneMatch }, now) => {
      if (IfNoneMatch === '*' && this.#bucket(Bucket).objects[Key] !== undefined) throw awsError('PreconditionFailed')
      this.put(Bucket, Key, Body, { contentType: ContentType, at: now })
      return { VersionId: this.#bucket(Bucket).objects[Key]?.versionId }
    },
    HeadObject: ({ Bucket, Key }) => head(this.#bucket(Bucket).objects[Key], 'NotFound'),
    GetObject: ({ Bucket, Key }) => {
      const found = this.#bucket(Bucket).objects[Key]
      return { ...head(found, 'NoSuchKey'), Body: { transformToString: async () => found?.body ?? '' } }
    },
    ListObjectsV2: ({
      Bucket,
      Prefix,
      ContinuationToken,
    }: Record<'Bucket' | 'Prefix' | 'ContinuationToken', string>) => {
      const keys = Object.keys(this.#bucket(Bucket).objects)
        .filter((key) => key.startsWith(Prefix))
        .sort()
      const from = ContinuationToken === undefined ? 0 : Number(ContinuationToken)
      const page = keys.slice(from, from + 2)
      const more = from + 2 < keys.length
      return { Contents: page.map((Key) => ({ Key })), ...(more && { NextContinuationToken: String(from + 2) }) }
    },
  }

  #bucket(name: string) {
    const found = this.buckets[name]
    if (found === undefined) throw awsError('NoSuchBucket')
    return found
  }
}

function head(found: FakeObject | undefined, missing: string): object {
  if (found === undefined) throw awsError(missing)
  return {
    VersionId: found.versionId,
    // Whole seconds, as S3 tells them.
    LastModified: new Date(Math.floor(found.at / 1000) * 1000),
    ContentType: found.contentType,
    CacheControl: found.cacheControl,
    ETag: `"${createHash('md5').update(found.body).digest('hex')}"`,
  }
}
