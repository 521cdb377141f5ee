import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { WrongInput } from '../../shared/errors.ts'
import { type Dora, doraOf } from '../../shared/evidence/dora.ts'
import { durationWords } from '../../shared/evidence/duration-words.ts'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import { type Out, tellOut } from '../aws/command.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'

const dayMs = 86_400_000

/** The four keys of a system's delivery over the last days, from the evidence in the bucket. */
export async function figures(
  { world }: Tidegate,
  system: string,
  { environment, days }: { readonly environment: string; readonly days: number },
  out: Out,
): Promise<number> {
  const prefix = `evidence/${system}/${environment}/`
  const to = world.now()
  const newest = new Map<string, { again: number; key: string }>()
  let more: string | undefined
  do {
    const page = await world.send(
      S3Client,
      new ListObjectsV2Command({ Bucket: world.home.bucket, Prefix: prefix, ...(more && { ContinuationToken: more }) }),
    )
    for (const { Key = '' } of page.Contents ?? []) {
      const [, release, again = '0'] = /^(.+?)(?:-again-(\d+))?\.json$/.exec(Key) ?? []
      if (release === undefined) continue
      // A release that was taken up again when it was stuck has another report, which tells all of it.
      if (Number(again) >= (newest.get(release)?.again ?? 0)) newest.set(release, { again: Number(again), key: Key })
    }
    more = page.NextContinuationToken
  } while (more !== undefined)
  const evidences: Evidence[] = []
  for (const { key } of newest.values()) {
    const got = await world.send(S3Client, new GetObjectCommand({ Bucket: world.home.bucket, Key: key }))
    evidences.push(JSON.parse((await got.Body?.transformToString()) ?? '') as Evidence)
  }
  if (evidences.length === 0) {
    throw new WrongInput(
      `${system}: no release to ${environment} has left evidence under ${prefix}; nothing was counted`,
    )
  }
  const dora = doraOf(evidences, to - days * dayMs, to)
  tellOut(out, told(system, environment, days, dora), { system, environment, days, ...dora })
  return exitCodes.released
}

const told = (system: string, environment: string, days: number, dora: Dora): string[] => [
  `${system} in ${environment}, the last ${days} days`,
  `  releases             ${dora.releases}, of which ${dora.released} were kept`,
  `  deployment frequency ${dora.perWeek.toFixed(1)} a week`,
  `  change failure rate  ${dora.changeFailureShare === undefined ? 'nothing was changed' : `${Math.round(dora.changeFailureShare * 100)} %`}`,
  `  time to restore      ${dora.restoreSeconds === undefined ? 'no user met a change that failed' : `${durationWords(dora.restoreSeconds)} (median)`}`,
  `  lead time            unknown: manifests do not say when their commits were made`,
]
