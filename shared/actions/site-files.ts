import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import { ChangeFailed } from '../errors.ts'
import type { World } from '../world.ts'
import { isCalled } from './aws-errors.ts'
import { defineAction, type Look, stays } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { SiteManifest } from './site-files/manifest.ts'
import { Text } from './text.ts'

const Target = z.strictObject({
  bucket: Text,
  /** Of this build's files and no others: `releases/<digest>/`. */
  prefix: z
    .string()
    .check(z.endsWith('/', 'a prefix that ends without a slash holds other builds too'), z.minLength(2)),
  /** How many files there are, or which must be among them. */
  files: z.optional(z.union([z.int(), z.array(Text)])),
  index: Text,
})
const Image = z.strictObject({ checked: z.nullable(Text) })
const Mark = z.strictObject({ prefix: Text })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** How many objects are asked for at once. */
const atOnce = 8

/** Sees that CI uploaded a site's files completely under a prefix of their own. Changes nothing, removes nothing. */
export const siteFiles = defineAction<Target, Image, Mark>({
  kind: 'site-files',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 300,
  usualSeconds: 10,

  // The folder of all builds: the last part of the prefix is this one's digest.
  resource: ({ bucket, prefix }) => resourceKey('site-files', bucket, prefix.replace(/[^/]+\/$/, '')),
  exposes: () => false,
  comeBack: () => stays('files stay under their own prefix; nobody is pointed at them'),
  capture: async () => ({ checked: null }),
  aim: ({ prefix }) => ({ checked: prefix }),
  go: async ({ prefix }) => ({ prefix }),
  async look(target, to, _mark, world) {
    if (to.checked === null) return 'there'
    const manifest = await readManifest(target, world)
    if (typeof manifest === 'string') return missing(manifest)
    return lookAtFiles(target, manifest, world)
  },
  wakes: () => [],
  publishes: ({ prefix }) => ({ prefix }),
  plainly: ({ bucket }) => `the new pages lie ready in ${bucket}; nobody sees them yet`,
  describe: ({ bucket, prefix }) => `the site's files are complete under s3://${bucket}/${prefix}`,
})

const missing = (why: string): Look => ({
  failed: why,
  whatToDo: 'let CI upload the build again (assets first, index next, manifest.json last), then release again',
})

/** @returns what is wrong with it, as text, when it cannot be used */
async function readManifest({ bucket, prefix }: Target, world: World): Promise<SiteManifest | string> {
  const key = `${prefix}manifest.json`
  try {
    const answer = await world.send(S3Client, new GetObjectCommand({ Bucket: bucket, Key: key }))
    const parsed = SiteManifest.safeParse(JSON.parse((await answer.Body?.transformToString()) ?? ''))
    return parsed.success ? parsed.data : `s3://${bucket}/${key} is no manifest: ${z.prettifyError(parsed.error)}`
  } catch (error) {
    if (isCalled(error, 'NoSuchBucket')) throw new ChangeFailed(bucket, 'there is no such bucket')
    if (isCalled(error, 'NoSuchKey')) return `s3://${bucket}/${key} is missing`
    if (isCalled(error, 'SyntaxError')) return `s3://${bucket}/${key} is no JSON`
    throw error
  }
}

async function lookAtFiles(target: Target, { files }: SiteManifest, world: World): Promise<Look> {
  const { bucket, prefix, index } = target
  const wanted = Array.isArray(target.files) ? [index, ...target.files] : [index]
  const unnamed = wanted.find((key) => !files.some((file) => file.key === key))
  if (unnamed !== undefined) return missing(`${prefix}manifest.json does not name "${unnamed}"`)
  if (typeof target.files === 'number' && files.length !== target.files) {
    return missing(`${prefix}manifest.json names ${files.length} files, the plan ${target.files}`)
  }
  const entry = files.find((file) => file.key === index)
  if (entry !== undefined && /immutable/.test(entry.cacheControl)) {
    return missing(`"${index}" is immutable for browsers: none of them would ever see the next release`)
  }
  const there = await listKeys(target, world)
  const absent = files.filter((file) => !there.has(prefix + file.key))
  if (absent.length > 0) {
    return missing(
      `${absent.length} of ${files.length} files are missing under s3://${bucket}/${prefix}, first "${absent[0]!.key}"`,
    )
  }
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce)
    const wrong = (await Promise.all(some.map((file) => wrongIn(target, file, world)))).find((one) => one !== undefined)
    if (wrong !== undefined) return missing(wrong)
  }
  return 'there'
}

async function listKeys({ bucket, prefix }: Target, world: World): Promise<Set<string>> {
  const keys = new Set<string>()
  let after: string | undefined
  do {
    const input = { Bucket: bucket, Prefix: prefix, ...(after !== undefined && { ContinuationToken: after }) }
    const page = await world.send(S3Client, new ListObjectsV2Command(input))
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.add(Key)
    after = page.NextContinuationToken
  } while (after !== undefined)
  return keys
}

/** A wrong content type shows as a download or an unstyled page, a wrong cache header only at the next release. */
async function wrongIn(
  { bucket, prefix }: Target,
  file: SiteManifest['files'][number],
  world: World,
): Promise<string | undefined> {
  const head = await world.send(S3Client, new HeadObjectCommand({ Bucket: bucket, Key: prefix + file.key }))
  const tell = (what: string, seen: string | undefined, said: string) =>
    seen === said ? undefined : `"${file.key}" has ${what} "${seen ?? 'none'}", its manifest says "${said}"`
  return (
    tell('content type', head.ContentType, file.contentType) ??
    tell('cache header', head.CacheControl, file.cacheControl) ??
    (file.etag === undefined ? undefined : tell('ETag', unquoted(head.ETag), unquoted(file.etag) ?? ''))
  )
}

const unquoted = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '')
