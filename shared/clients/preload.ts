import { kms } from './kms.ts'
import { lambda } from './lambda.ts'
import { metrics } from './metrics.ts'
import type { Door } from './on-demand.ts'
import { reportsClient } from './reports.ts'
import { s3 } from './s3.ts'
import { secrets } from './secrets.ts'
import { sfn } from './sfn.ts'
import { slack } from './slack.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'

/** All at once, so that a rehearsal in virtual time never waits for a disk. No function imports this. */
export async function preloadClients(): Promise<void> {
  const world: Door = { load: (_name, load) => load() }
  const clients = [kms, lambda, metrics, reportsClient, s3, secrets, sfn, slack, sns, sqs]
  await Promise.all(clients.map((client) => client(world)))
}
