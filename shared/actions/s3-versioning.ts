import { GetBucketVersioningCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import { ChangeFailed } from '../errors.ts'
import type { World } from '../world.ts'
import { isCalled } from './aws-errors.ts'
import { type Change, defineAction, stays } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { Text } from './text.ts'

const Target = z.strictObject({ bucket: Text, marker: Text })
const Image = z.strictObject({ marker: z.nullable(Text) })
const Mark = z.strictObject({ key: Text, versionId: z.nullable(Text), at: z.nullable(z.int()) })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** Makes sure that a bucket keeps versions, and marks the moment to which its objects can be put back. */
export const s3Versioning = defineAction<Target, Image, Mark>({
  kind: 's3-versioning',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 300,
  usualSeconds: 5,

  resource: ({ bucket }) => resourceKey('s3-versioning', bucket),
  exposes: () => false,
  comeBack: () => stays('a restore point harms nobody and is kept'),
  async capture({ bucket }, world) {
    await versioning(bucket, world)
    return { marker: null }
  },
  aim: ({ marker }) => ({ marker }),
  async go({ bucket }, to, world, change) {
    const key = markerKey(change)
    if (to.marker === null) return { key, versionId: null, at: null }
    const status = await versioning(bucket, world)
    if (status !== 'Enabled') throw new ChangeFailed(change.action, notVersioned(bucket, status))
    const body = JSON.stringify({ restorePoint: to.marker, release: change.release, action: change.action })
    const input = { Bucket: bucket, Key: key, Body: body, ContentType: 'application/json', IfNoneMatch: '*' }
    try {
      await world.send(S3Client, new PutObjectCommand(input))
    } catch (error) {
      // Ours from an earlier attempt: nobody else knows the key.
      if (!isCalled(error, 'PreconditionFailed', 'ConditionalRequestConflict')) throw error
    }
    return (await readMarker(bucket, key, world)) ?? { key, versionId: null, at: null }
  },
  async look({ bucket }, to, mark, world, change) {
    if (to.marker === null) return 'there'
    const status = await versioning(bucket, world)
    if (status !== 'Enabled') return { failed: notVersioned(bucket, status) }
    const found = await readMarker(bucket, mark?.key ?? markerKey(change), world)
    if (found !== undefined) return 'there'
    if (mark === undefined || mark.versionId === null) return { notYet: 'the restore point is not marked yet' }
    return { failed: `the restore point ${mark.key} in ${bucket} is gone`, whatToDo: 'find out who deleted it' }
  },
  wakes: () => [],
  publishes: (_target, mark) => ({ ...mark }),
  plainly: ({ bucket }) => `the files in ${bucket} are marked, so that they can be put back as they are now`,
  describe: ({ bucket }, _from, to) =>
    to?.marker == null ? `${bucket} is left as it is` : `restore point "${to.marker}" is marked in ${bucket}`,
})

/** The change's own token, so that every attempt writes the same object and no other release does. */
const markerKey = ({ token }: Pick<Change<Image>, 'token'>): string => `tidegate/restore-points/${token}.json`

const notVersioned = (bucket: string, status: string): string =>
  `${bucket} has versioning ${status}: what a release overwrites could not be put back; enable versioning, then release again`

async function versioning(bucket: string, world: World): Promise<string> {
  try {
    const answer = await world.send(S3Client, new GetBucketVersioningCommand({ Bucket: bucket }))
    return answer.Status ?? 'never enabled'
  } catch (error) {
    if (!isCalled(error, 'NoSuchBucket')) throw error
    throw new ChangeFailed(`restore point in ${bucket}`, 'there is no such bucket')
  }
}

/** The time is S3's own, which is what a restore to that moment compares with. */
async function readMarker(bucket: string, key: string, world: World): Promise<Mark | undefined> {
  try {
    const head = await world.send(S3Client, new HeadObjectCommand({ Bucket: bucket, Key: key }))
    return { key, versionId: head.VersionId ?? null, at: head.LastModified?.getTime() ?? null }
  } catch (error) {
    if (!isCalled(error, 'NotFound', 'NoSuchKey')) throw error
    return undefined
  }
}
