import { reportsClient } from '../clients/reports.ts'
import type { World } from '../world.ts'
import type { Evidence } from './evidence.ts'

/** One report in the bucket: the newest of its release. */
export interface Kept {
  readonly release: string
  readonly key: string
  /** When it was written, ms since 1970. */
  readonly at: number
}

/**
 * The reports that Close has left in the bucket, newest first. A release that was taken up again when it was stuck has
 * another report, which tells all of it, and stands for both.
 *
 * @param within `serveml/production/`, or nothing for those of every system
 */
export async function keptReports(world: World, within = ''): Promise<Kept[]> {
  const { ListObjectsV2Command, S3Client } = await reportsClient(world)
  const newest = new Map<string, Kept & { readonly again: number }>()
  let more: string | undefined
  do {
    const wanted = { Bucket: world.home.bucket, Prefix: `evidence/${within}`, ...(more && { ContinuationToken: more }) }
    const page = await world.send(S3Client, new ListObjectsV2Command(wanted))
    for (const { Key = '', LastModified } of page.Contents ?? []) {
      const [, name, release = '', number = '0'] = /^(.+?\/([^/]+?))(?:-again-(\d+))?\.json$/.exec(Key) ?? []
      if (name === undefined) continue
      const again = Number(number)
      const at = LastModified?.getTime() ?? 0
      if (again >= (newest.get(name)?.again ?? 0)) newest.set(name, { release, key: Key, at, again })
    }
    more = page.NextContinuationToken
  } while (more !== undefined)
  return [...newest.values()].map(({ again: _, ...kept }) => kept).sort((a, b) => b.at - a.at)
}

export async function keptReport(world: World, { key }: Pick<Kept, 'key'>): Promise<Evidence> {
  const { GetObjectCommand, S3Client } = await reportsClient(world)
  const got = await world.send(S3Client, new GetObjectCommand({ Bucket: world.home.bucket, Key: key }))
  return JSON.parse((await got.Body?.transformToString()) ?? '') as Evidence
}
