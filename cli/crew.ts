import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Scene } from '../rehearsal/rehearse.ts'
import { type Job, type JobEnd, ready, runJob } from './job.ts'

/** Fewer are done sooner than threads are started. */
const jobsWorthThreads = 16

/**
 * Runs many rehearsals, on as many threads as the machine has; each is its own run, so the order changes nothing.
 *
 * @param onEnd told of each as it ends, in no particular order
 * @returns the ends in the order of the jobs
 */
export async function runJobs(
  scene: Scene,
  jobs: readonly Job[],
  onEnd: (end: JobEnd, index: number) => void,
): Promise<JobEnd[]> {
  const ends: JobEnd[] = []
  const take = (end: JobEnd, index: number) => {
    ends[index] = end
    onEnd(end, index)
  }
  const threads = Math.min(availableParallelism(), Math.ceil(jobs.length / jobsWorthThreads))
  if (threads > 1) {
    let next = 0
    const nextJob = () => {
      const index = next
      next += 1
      return index < jobs.length ? { index, job: jobs[index]! } : undefined
    }
    await Promise.all(Array.from({ length: threads }, () => oneThread(scene, nextJob, take)))
    return ends
  }
  await ready()
  for (const [index, job] of jobs.entries()) take(await runJob(scene, job), index)
  return ends
}

type Next = { readonly index: number; readonly job: Job } | undefined

/** Gives one thread a job after the other until there is none. */
function oneThread(scene: Scene, nextJob: () => Next, take: (end: JobEnd, index: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./crew-member.ts', import.meta.url), { workerData: scene })
    const give = () => {
      const next = nextJob()
      if (next !== undefined) worker.postMessage(next)
      else worker.terminate().then(() => resolve(), reject)
    }
    worker.on('error', reject)
    worker.on('message', ({ index, end }: { index: number; end?: JobEnd }) => {
      if (end !== undefined) take(end, index)
      give()
    })
  })
}
