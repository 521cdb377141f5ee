import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, entryFile } from '../../cli/package/bundle.ts'
import { zipped } from '../../cli/package/zip.ts'
import { dynamoStore } from '../../shared/ledger/dynamo-store.ts'
import { ledger } from '../../shared/ledger/index.ts'
import { plan, release } from '../contracts/ledger-examples.ts'
import { startDynamo } from '../contracts/store-server.ts'

const root = join(import.meta.dirname, '..', '..')
const account = '111122223333'
const dynamo = await startDynamo()
const book = ledger(dynamoStore(dynamo.send, 'ledger'))

const trace = '1-5759e988-bd862e3fe1be46a994272793'
const traceHeader = `Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1`
const headersSeen: unknown[] = []
/** STS, as far as it is asked here. */
const sts = createServer((request, answer) => {
  headersSeen.push(request.headers['x-amzn-trace-id'])
  answer.setHeader('content-type', 'text/xml')
  answer.end(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  )
})
const folder = mkdtempSync(join(tmpdir(), 'tidegate-bundle-'))

beforeAll(async () => {
  await dynamo.createTable('ledger')
  await new Promise<void>((listening) => sts.listen(0, '127.0.0.1', listening))
  const made = await bundle('preflight', root)
  for (const [path, bytes] of Object.entries(unzipSync(zipped(made.files)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
})
afterAll(async () => {
  sts.close()
  await dynamo.close()
  rmSync(folder, { recursive: true })
})

/** Node with nothing but what Lambda sets. */
async function invoke(event: object): Promise<{ told: unknown; lines: readonly Record<string, unknown>[] }> {
  const here = `arn:aws:states:eu-west-1:${account}:stateMachine:tidegate-test`
  const env = {
    PATH: process.env['PATH'],
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'tidegate-test-preflight',
    _X_AMZN_TRACE_ID: traceHeader,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.address,
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
    TIDEGATE_ACCOUNT: account,
    TIDEGATE_TABLE: 'ledger',
    TIDEGATE_BUCKET: 'bucket',
    TIDEGATE_QUEUE_URL: 'http://127.0.0.1:9/queue',
    TIDEGATE_APPROVALS_TOPIC: 'approvals',
    TIDEGATE_NOTICES_TOPIC: 'notices',
    TIDEGATE_RELEASE_MACHINE: `${here}-release`,
    TIDEGATE_CHANGE_MACHINE: `${here}-change`,
    TIDEGATE_ROLLBACK_MACHINE: `${here}-rollback`,
    TIDEGATE_CLOSE_MACHINE: `${here}-close`,
  }
  const options = [join(import.meta.dirname, 'invoke.ts'), join(folder, entryFile('preflight')), JSON.stringify(event)]
  const { stdout } = await promisify(execFile)(process.execPath, options, { env, cwd: folder })
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  return { told: lines.pop(), lines }
}

const asking = (wanted: string) =>
  plan({
    account,
    checks: [
      {
        name: 'account',
        kind: 'account-identity',
        when: ['preflight'],
        ask: { account: wanted },
        severity: 'blocker',
        onFail: 'refuse',
        why: 'test',
      },
    ],
  })

describe('a packaged function, unzipped and run by a Node of its own', () => {
  it('loads the code of the kind that the plan names, calls AWS with it and writes what it saw', async () => {
    await book.open(release('good'), asking(account))
    const { told, lines } = await invoke({ do: 'apply', release: 'good' })
    expect(told).toEqual({ output: { verdict: 'pass' } })
    expect(await book.checks('good')).toMatchObject([{ check: 'account', verdict: 'pass', seen: `account ${account}` }])
    expect(lines.length).toBeGreaterThan(0)
    // From a release to its traces, and on to whatever was called.
    for (const line of lines) expect(line).toMatchObject({ release: 'good', xray_trace_id: trace })
    expect(headersSeen).toEqual([traceHeader])
  })

  it('refuses by the name that the state machine catches', async () => {
    await book.open(release('elsewhere', { version: '2.4.1' }), asking('999999999999'))
    expect((await invoke({ do: 'apply', release: 'elsewhere' })).told).toMatchObject({ error: 'CheckBlocks' })
  })

  it('tells wrong input by its name', async () => {
    expect((await invoke({ do: 'dance' })).told).toMatchObject({ error: 'WrongInput' })
  })

  it('has Node load what a call of AWS takes, and neither webcrypto nor what reads files', async () => {
    const told = `await import(${JSON.stringify(join(folder, entryFile('preflight')))}); console.log(process.moduleLoadList.join('\\n'))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', told])
    const loaded = stdout.split('\n')
    expect(loaded).toContain('NativeModule https')
    for (const one of ['internal/crypto/webcrypto', 'internal/fs/promises', 'internal/fs/streams', 'timers/promises'])
      expect(loaded).not.toContain(`NativeModule ${one}`)
  })
})
