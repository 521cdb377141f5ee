import * as z from 'zod/mini'
import { metrics } from '../clients/metrics.ts'
import { s3 } from '../clients/s3.ts'
import { embeddedMetrics } from '../evidence/figures.ts'
import { fold } from '../evidence/fold.ts'
import { htmlReport } from '../evidence/html/report.ts'
import { ledger as open } from '../ledger/index.ts'
import type { World } from '../world.ts'

export const ReportInput = z.strictObject({ do: z.literal('apply'), release: z.string() })

/**
 * Writes the evidence, once: whatever stands under its key already is never replaced. A stuck release that a person took
 * up again has another end, and so another report: `<release>-again-1`.
 */
export async function report(input: z.infer<typeof ReportInput>, world: World): Promise<{ key: string }> {
  const ledger = open(world.store)
  const everything = await ledger.everything(input.release)
  const evidence = fold(everything)
  const { system, environment, takenUp } = everything.release
  const again = takenUp === undefined ? '' : `-again-${takenUp}`
  const key = `evidence/${system}/${environment}/${input.release}${again}`
  await putOnce(world, `${key}.html`, 'text/html; charset=utf-8', htmlReport(evidence))
  const first = await putOnce(world, `${key}.json`, 'application/json', `${JSON.stringify(evidence, null, 2)}\n`)
  // Counted by whoever wrote the last of the two, so that a report made twice is one release.
  if (first) {
    const { Metrics } = await metrics(world)
    const figures = embeddedMetrics(Metrics, evidence, world.home.table, world.now())
    world.log('info', `${evidence.outcome}: figures of ${input.release}`, figures)
  }
  return { key }
}

/** @returns whether this call wrote it */
async function putOnce(world: World, key: string, contentType: string, body: string): Promise<boolean> {
  const { PutObjectCommand, S3Client } = await s3(world)
  const command = new PutObjectCommand({
    Bucket: world.home.bucket,
    Key: key,
    Body: body,
    ContentType: contentType,
    IfNoneMatch: '*',
  })
  try {
    await world.send(S3Client, command)
    return true
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error
    return false
  }
}
