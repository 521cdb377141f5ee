import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { account, region, stage } from './clients.ts'
import type { Credentials } from './people.ts'

const root = join(import.meta.dirname, '../..')

/** The command as an operator types it, with the usual AWS variables. */
export function tidegateOf(
  emulator: string,
  stepFunctions: string,
  words: readonly string[],
  as?: Credentials,
): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env['PATH'],
    CI: 'true',
    NODE_NO_WARNINGS: '1',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    ...(as !== undefined && {
      AWS_ACCESS_KEY_ID: as.accessKeyId,
      AWS_SECRET_ACCESS_KEY: as.secretAccessKey,
      AWS_SESSION_TOKEN: as.sessionToken,
    }),
    AWS_ENDPOINT_URL: emulator,
    AWS_ENDPOINT_URL_SFN: stepFunctions,
  }
  return new Promise((resolve) => {
    const all = ['cli/bin.ts', ...words, '--stage', stage]
    execFile(process.execPath, all, { cwd: root, env, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}
