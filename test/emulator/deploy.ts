import { spawn } from 'node:child_process'
import { join, relative } from 'node:path'
import { account, region, stage } from './clients.ts'

const root = join(import.meta.dirname, '../..')

/** `osls deploy`, as anybody would, to the emulator, with roles for the plans of a folder. */
export function deployTo(endpoint: string, plansFolder: string): Promise<void> {
  const osls = join(root, 'node_modules/osls/bin/serverless.js')
  const words = [osls, 'deploy', '--stage', stage, '--region', region, `--param=plans=${relative(root, plansFolder)}`]
  const deploying = spawn(process.execPath, words, {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_REGION: region,
    },
  })
  let said = ''
  for (const stream of [deploying.stdout, deploying.stderr]) stream.on('data', (text) => (said += String(text)))
  return new Promise((resolve, reject) => {
    deploying.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`osls deploy failed:\n${said}`))))
  })
}
