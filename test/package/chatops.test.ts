import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle, entryFile } from '../../cli/package/bundle.ts'
import { testSecret } from '../../rehearsal/slack/join.ts'
import { asHttpEvent, pressBody, signed } from '../../rehearsal/slack/requests.ts'
import { SlackWorkspace } from '../../rehearsal/slack/workspace.ts'
import { actions } from '../../shared/chatops/values.ts'
import { channel, directory, team, users } from '../chatops/people.ts'
import { listen } from '../shared/world-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidegate-chatops-'))
const slack = new SlackWorkspace({
  team,
  botToken: testSecret.botToken,
  channels: [channel],
  users,
  now: () => Date.now(),
})
let port = 0
/** Slack, Secrets Manager and S3, as far as they are asked here. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const headers = request.headers as Record<string, string>
    if (request.url?.startsWith('/api/')) {
      const url = `http://127.0.0.1:${port}${request.url}`
      const said = slack.answer({ url, method: request.method ?? '', headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(said.status, said.headers).end(said.body)
    } else if (headers['x-amz-target'] === 'secretsmanager.GetSecretValue') {
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      const SecretString = JSON.stringify({ ...testSecret, api: `http://127.0.0.1:${port}/api/` })
      response.end(JSON.stringify({ ARN: 'arn', Name: 'tidegate/slack', SecretString }))
    } else {
      response.end(JSON.stringify(directory))
    }
  })
})

beforeAll(async () => {
  port = await listen(server)
  for (const [path, bytes] of (await bundle('chatops', join(import.meta.dirname, '../..'))).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

it("packaged chatops, run by a Node of its own, opens a form with Slack's client for whom the directory knows", async () => {
  const here = `http://127.0.0.1:${port}`
  const machine = (name: string) => `arn:aws:states:eu-west-1:111122223333:stateMachine:tidegate-test-${name}`
  const env = {
    PATH: process.env['PATH'],
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: here,
    TIDEGATE_ACCOUNT: '111122223333',
    TIDEGATE_TABLE: 'ledger',
    TIDEGATE_BUCKET: 'bucket',
    TIDEGATE_QUEUE_URL: `${here}/queue`,
    TIDEGATE_APPROVALS_TOPIC: 'approvals',
    TIDEGATE_NOTICES_TOPIC: 'notices',
    TIDEGATE_SLACK_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tidegate/slack-Ab3dEf',
    TIDEGATE_RELEASE_MACHINE: machine('release'),
    TIDEGATE_CHANGE_MACHINE: machine('change'),
    TIDEGATE_ROLLBACK_MACHINE: machine('rollback'),
    TIDEGATE_CLOSE_MACHINE: machine('close'),
  }
  const value = JSON.stringify({ release: 'serveml-2-4-0-1', gate: 'go', signedDigest: 'sha256:shown' })
  const pressed = pressBody({ action_id: actions.reject, value }, { user: 'U0BO', team, ...slack.did('U0BO') })
  const event = JSON.stringify(asHttpEvent(signed(pressed, testSecret.signingSecret, Date.now())))
  const options = [join(import.meta.dirname, 'invoke.ts'), join(folder, entryFile('chatops')), event]
  const { stdout } = await promisify(execFile)(process.execPath, options, { env, cwd: folder })
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({ output: { statusCode: 200, headers: {}, body: '' } })
  expect(slack.views.map(({ view }) => view['title'])).toEqual([{ type: 'plain_text', text: 'Reject a release' }])
  expect(stdout).not.toContain(testSecret.botToken)
})
