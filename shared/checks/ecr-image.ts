import { DescribeImageScanFindingsCommand, ECRClient } from '@aws-sdk/client-ecr'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { Digest, imageByDigest } from './reading/images.ts'
import { CannotTell, readIfThere, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.strictObject({
  repository: z.string(),
  digest: z.string().check(z.regex(Digest, 'a digest is sha256: and 64 hex digits; a tag may move')),
  maxCritical: z._default(z.int(), 0),
  maxHigh: z.optional(z.int()),
})
type Ask = z.infer<typeof Ask>

/** Whether an image is in the registry, was scanned, and carries no critical flaw. */
export const ecrImage = defineCheck<Ask>({
  kind: 'ecr-image',
  ask: Ask,
  describe: ({ repository, digest }) => `image ${repository}@${digest.slice(0, 19)} is there and its scan is clean`,
  run: (ask, world) => telling('ecr:DescribeImages', () => look(ask, world)),
})

async function look({ repository, digest, maxCritical, maxHigh }: Ask, world: World) {
  const bound = `there, scanned, at most ${maxCritical} CRITICAL${maxHigh === undefined ? '' : ` and ${maxHigh} HIGH`} findings`
  const image = await imageByDigest(world, repository, digest)
  if (image === undefined) {
    const whatToDo = `let CI push ${repository}@${digest} (or look at the repository's lifecycle rules), then publish the manifest again`
    return judged(false, { seen: `no image ${digest} in ${repository}`, bound, whatToDo })
  }
  const scan = await readIfThere(
    world,
    { permission: 'ecr:DescribeImageScanFindings', absent: ['ScanNotFoundException'] },
    ECRClient,
    new DescribeImageScanFindingsCommand({
      repositoryName: repository,
      imageId: { imageDigest: digest },
      maxResults: 1,
    }),
  )
  const start = `start a scan of ${repository}@${digest}, and turn scanning on push on`
  if (scan === undefined) return judged(false, { seen: 'it was never scanned', bound, whatToDo: start })
  // ACTIVE is what enhanced scanning says when it keeps looking.
  const status = scan.imageScanStatus?.status ?? 'unknown'
  if (status === 'IN_PROGRESS' || status === 'PENDING')
    throw new CannotTell(`its scan is ${status}`, 'wait for the scan, then ask again')
  if (status !== 'COMPLETE' && status !== 'ACTIVE') {
    throw new CannotTell(`its scan is ${status}: ${scan.imageScanStatus?.description ?? 'no reason told'}`, start)
  }
  const counts = scan.imageScanFindings?.findingSeverityCounts ?? {}
  const [critical, high] = [counts.CRITICAL ?? 0, counts.HIGH ?? 0]
  return judged(critical <= maxCritical && (maxHigh === undefined || high <= maxHigh), {
    seen: `${critical} CRITICAL, ${high} HIGH`,
    bound,
    whatToDo: `mend the findings of ${repository}@${digest} and release that, or have this check waived at the gate`,
    value: critical,
    limit: maxCritical,
    unit: 'findings',
  })
}
