import { lambda } from './lambda.ts'
import type { Door } from './on-demand.ts'
import { s3 } from './s3.ts'
import { sfn } from './sfn.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'

/** All at once, so that a rehearsal in virtual time never waits for a disk. No function imports this. */
export async function preloadClients(): Promise<void> {
  const world: Door = { load: (_name, load) => load() }
  await Promise.all([lambda, s3, sfn, sns, sqs].map((client) => client(world)))
}
