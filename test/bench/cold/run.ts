import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startKilobytesMax } from '../../../cli/package/budgets.ts'
import { type Bundle, bundle, entryFile } from '../../../cli/package/bundle.ts'
import { measure } from '../../../cli/package/measure.ts'
import { beside, median } from './statistics.ts'

/**
 * What a cold start costs: each function's bundle, unzipped, imported by a Node of its own as Lambda does it, in turns
 * with an empty handler. `node test/bench/cold/run.ts [repeats]`
 */
const root = join(import.meta.dirname, '../../..')
const repeats = Number(process.argv[2] ?? 11)
/** What Lambda sets, and nothing of this machine: extra certificates alone would cost every start 50 ms. */
const env = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: 'test',
  AWS_LAMBDA_FUNCTION_NAME: 'tidegate-bench',
}

/** The AWS clients that a function asks for itself when it needs them, as parts of its bundle. */
const clientPart = /^shared\/clients\/parts\//

interface Cold {
  readonly name: string
  readonly handler: string
  readonly clients: readonly string[]
  readonly startKilobytes: number
  readonly turns: { empty: number; handler: number }[]
  readonly onDemandMs: number[]
}

const folder = mkdtempSync(join(tmpdir(), 'tidegate-cold-'))
try {
  const empty = join(folder, 'empty.mjs')
  writeFileSync(empty, 'export const handler = async () => {}\n')
  const functions: Cold[] = []
  for (const name of Object.keys(startKilobytesMax)) functions.push(unpack(await bundle(name, root)))
  for (let turn = 0; turn < repeats; turn += 1) {
    for (const one of functions) {
      const [base] = load(empty)
      const [start, ...more] = load(one.handler, one.clients)
      one.turns.push({ empty: base!, handler: start! })
      one.onDemandMs.push(more.reduce((sum, ms) => sum + ms, 0))
    }
  }
  console.log(
    `cold start, median of ${repeats} turns; an empty handler: ${median(functions.flatMap(({ turns }) => turns.map((turn) => turn.empty))).toFixed(1)} ms (aim: one client 30 ms over it and 100 KB, none over 45 ms or 150 KB)`,
  )
  console.log('function            KB gzip   ms over empty   at least   times empty   ms more on demand')
  for (const { name, startKilobytes, turns, onDemandMs, clients } of functions) {
    const { overMs, leastOverMs, ratio } = beside(turns)
    const more = `${median(onDemandMs).toFixed(1)} for ${clients.map(nameOf).join(', ') || 'none'}`
    console.log(
      `${name.padEnd(18)}${startKilobytes.toFixed(0).padStart(9)}${overMs.toFixed(1).padStart(16)}${leastOverMs.toFixed(1).padStart(11)}${ratio.toFixed(2).padStart(14)}   ${more}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}

function unpack(made: Bundle): Cold {
  for (const [path, bytes] of made.files) {
    const file = join(folder, made.name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  const clients = Object.entries(made.metafile.outputs).flatMap(([path, { entryPoint = '' }]) =>
    clientPart.test(entryPoint) ? join(folder, made.name, path) : [],
  )
  const startKilobytes = measure(made).startBytes / 1000
  const handler = join(folder, made.name, entryFile(made.name))
  return { name: made.name, handler, clients, startKilobytes, turns: [], onDemandMs: [] }
}

function load(handler: string, onDemand: readonly string[] = []): number[] {
  const script = join(import.meta.dirname, 'load.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [script, handler, ...onDemand], { env, encoding: 'utf8' })
  if (!stdout.startsWith('[')) throw new Error(`${handler} does not load: ${stderr}`)
  return JSON.parse(stdout) as number[]
}

/** `…/parts/sqs-MX553ESO.mjs` → `sqs`. */
function nameOf(part: string): string {
  return /([^/]+)-[A-Z0-9]+\.mjs$/.exec(part)?.[1] ?? part
}
