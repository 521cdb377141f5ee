import { parentPort, workerData } from 'node:worker_threads'
import type { Scene } from '../rehearsal/rehearse.ts'
import { type Job, ready, runJob } from './job.ts'

/** One thread of a crew: says that it is ready, then does one job after the other. */
const scene = workerData as Scene
await ready()
parentPort!.on('message', async ({ index, job }: { index: number; job: Job }) => {
  parentPort!.postMessage({ index, end: await runJob(scene, job) })
})
parentPort!.postMessage({ index: -1 })
