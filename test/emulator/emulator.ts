import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pythonWith } from '../../cli/package/python.ts'
import { account, region } from './clients.ts'

const root = join(import.meta.dirname, '../..')

export interface Emulator {
  readonly endpoint: string
  stop(): Promise<void>
}

/**
 * Starts the AWS emulator on loopback.
 *
 * @param folder where it keeps everything
 * @param environment what its functions inherit, besides the endpoint: where Step Functions is
 */
export async function startEmulator(
  folder: string,
  port: number,
  environment: Record<string, string>,
): Promise<Emulator> {
  const python = pythonWith(join(root, '.cache', 'emulator'), join(import.meta.dirname, 'requirements.txt'))
  for (const name of ['tmp', 'state', 's3']) mkdirSync(join(folder, name))
  const emulator = spawn(join(python, 'bin', 'python'), [join(import.meta.dirname, 'launch.py')], {
    cwd: folder,
    env: {
      // Its functions run on the Node of this project.
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`,
      NODE_NO_WARNINGS: '1',
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      GATEWAY_PORT: String(port),
      // Whose requests do not say so: signatures for all regions at once are not read.
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      LAMBDA_EXECUTOR: 'local',
      PERSIST_STATE: '0',
      S3_PERSIST: '0',
      TMPDIR: join(folder, 'tmp'),
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(folder, 'emulator.log'))
  emulator.stdout.pipe(log)
  emulator.stderr.pipe(log)
  const ended = new Promise<void>((resolve) => emulator.once('exit', () => resolve()))
  const kill = () => void emulator.kill('SIGTERM')
  process.once('exit', kill)
  const endpoint = `http://127.0.0.1:${port}`
  await healthy(endpoint, emulator, join(folder, 'emulator.log'))
  onLoopbackOnly(emulator.pid!)
  return {
    endpoint,
    stop() {
      kill()
      return ended
    },
  }
}

async function healthy(endpoint: string, emulator: ChildProcess, log: string): Promise<void> {
  for (let looked = 0; looked < 300; looked += 1) {
    if (emulator.exitCode !== null) throw new Error(`the emulator ended with ${emulator.exitCode}; see ${log}`)
    const answered = await fetch(`${endpoint}/_ministack/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the emulator did not answer within 30 s; see ${log}`)
}

/** Whoever listens to the whole network on a laptop is sent home. */
function onLoopbackOnly(pid: number): void {
  const open = execFileSync('ss', ['-ltnpH'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`pid=${pid},`) && !/\s127\.0\.0\.1:\d+\s/.test(line))
  if (open.length > 0) throw new Error(`the emulator listens elsewhere than on loopback: ${open.join('; ')}`)
}

/** A port that is free now, below those that the system gives to whoever calls somebody. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    const server = createServer().listen(port, '127.0.0.1')
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
