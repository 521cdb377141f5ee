import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { readIfThere, telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  bucket: z.string(),
  /** Refuses a bucket of the same name in somebody else's account. */
  account: z.optional(z.string()),
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

const blocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

/** Whether a bucket exists, keeps what is overwritten, is encrypted, and is closed to the public. */
export const s3BucketSafe = defineCheck<Ask>({
  kind: 's3-bucket-safe',
  ask: Ask,
  describe: ({ bucket }) => `bucket ${bucket} is versioned, encrypted and closed to the public`,
  run: (ask, world) => telling(`s3://${ask.bucket}`, () => look(ask, world)),
})

async function look({ bucket, account, region }: Ask, world: World) {
  const bound = 'versioning Enabled, encrypted, all four public access blocks on'
  const input = { Bucket: bucket, ...(account === undefined ? {} : { ExpectedBucketOwner: account }) }
  const where = region === undefined ? {} : { region }
  const versioning = await readIfThere(
    world,
    { permission: 's3:GetBucketVersioning', absent: ['NoSuchBucket'], ...where },
    S3Client,
    new GetBucketVersioningCommand(input),
  )
  if (versioning === undefined) {
    return judged(false, {
      seen: `there is no bucket ${bucket}`,
      bound,
      whatToDo: `create bucket ${bucket}, or correct its name in the plan`,
    })
  }
  const [encryption, block] = await Promise.all([
    readIfThere(
      world,
      {
        permission: 's3:GetEncryptionConfiguration',
        absent: ['ServerSideEncryptionConfigurationNotFoundError'],
        ...where,
      },
      S3Client,
      new GetBucketEncryptionCommand(input),
    ),
    readIfThere(
      world,
      { permission: 's3:GetBucketPublicAccessBlock', absent: ['NoSuchPublicAccessBlockConfiguration'], ...where },
      S3Client,
      new GetPublicAccessBlockCommand(input),
    ),
  ])
  const faults: Finding[] = []
  if (versioning.Status !== 'Enabled') {
    const whatToDo = `enable versioning of ${bucket}: without it an overwritten file is gone`
    faults.push({ what: `versioning is ${versioning.Status ?? 'off'}`, whatToDo })
  }
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? []
  const algorithm = rules[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm
  if (algorithm === undefined)
    faults.push({ what: 'it has no default encryption', whatToDo: `set default encryption of ${bucket}` })
  const open = blocks.filter((name) => block?.PublicAccessBlockConfiguration?.[name] !== true)
  if (open.length > 0)
    faults.push({ what: `${open.join(', ')} off`, whatToDo: `turn all four public access blocks of ${bucket} on` })
  return weighed({ faults, doubts: [] }, { seen: `versioning Enabled, ${algorithm}, public access blocked`, bound })
}
