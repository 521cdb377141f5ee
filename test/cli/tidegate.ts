import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const root = join(import.meta.dirname, '../..')
/** The Node that npm scripts run on, whatever runs the tests. */
const node = join(root, 'node_modules/.bin/node')

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder for the test that asks for it, which is gone when that ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs the command as a shell would, and answers how it ended. */
export const tidegate = (...args: string[]): Promise<Ended> => run(['cli/bin.ts', ...args])

export function run(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, CI: 'true', FORCE_COLOR: '1' }
    delete (env as Record<string, unknown>)['npm_lifecycle_event']
    const child = execFile(node, args, { cwd: root, env, maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
    child.stdin?.end(input)
  })
}
