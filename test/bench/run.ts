import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ready } from '../../cli/job.ts'
import { loadScene } from '../../cli/scene.ts'
import { rehearse } from '../../rehearsal/rehearse.ts'

/**
 * Speed, as ratios in one run on one machine: `npm run bench`, or `npm run bench -- --long` for ten thousand rehearsals.
 * No test asserts any of this; machines are noisy.
 */
const root = join(import.meta.dirname, '../..')

/** Wall and processor seconds of a command, the best of some runs. */
function cold(args: string[], runs = 5): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, CI: 'true' } })
    return performance.now() - start
  })
  return Math.min(...times)
}

function coldStart(): void {
  const empty = cold(['-e', ''])
  const rehearsal = cold(['cli/bin.ts', 'rehearse', 'serveml', '--quiet'])
  console.log(
    `cold process: ${rehearsal.toFixed(0)} ms for a full serveml rehearsal, ${(rehearsal / empty).toFixed(1)} × an empty node (aim: 2000 ms)`,
  )
}

async function inProcess(): Promise<void> {
  await ready()
  const scene = await loadScene('serveml', { version: '2.4.0' })
  for (let warm = 0; warm < 10; warm += 1) await rehearse(scene, { seed: warm })
  const before = process.cpuUsage()
  const runs = 40
  let calls = 0
  for (let seed = 1; seed <= runs; seed += 1) calls += (await rehearse(scene, { seed })).calls.length
  const { user, system } = process.cpuUsage(before)
  const perSecond = (runs * 1e6) / (user + system)
  console.log(
    `one process: ${perSecond.toFixed(1)} rehearsals a second and core (aim: 100), ${Math.round(calls / runs)} World calls each, ${((user + system) / calls).toFixed(0)} µs a call`,
  )
}

/** Memory after each tenth of the runs; flat when the last is near the second. */
async function memory(runs: number): Promise<void> {
  const scene = await loadScene('serveml', { version: '2.4.0' })
  const seen: number[] = []
  for (let run = 1; run <= runs; run += 1) {
    await rehearse(scene, { seed: run })
    if (run % (runs / 10) !== 0) continue
    globalThis.gc?.()
    seen.push(process.memoryUsage().heapUsed / 2 ** 20)
  }
  console.log(
    `memory over ${runs} rehearsals, MiB of heap at each tenth: ${seen.map((one) => one.toFixed(0)).join(' ')} (last / second: ${(seen[9]! / seen[1]!).toFixed(2)})`,
  )
}

coldStart()
await inProcess()
await memory(process.argv.includes('--long') ? 10_000 : 100)
await import('./engine/run.ts')
await import('./cold/run.ts')
await import('./cost.ts')
