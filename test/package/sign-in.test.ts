import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, entryFile } from '../../cli/package/bundle.ts'
import { signInEnvironment, withSignIn } from '../../cli/package/sign-in.ts'
import { packagedPermissions, stageNames } from '../../cli/permissions.ts'
import { homeFromEnvironment } from '../../shared/home.ts'
import { listen } from '../shared/world-fixture.ts'
import { client, type Issuer, issuerHere } from '../web/issuer.ts'
import { cookieKey } from '../web/signed-in.ts'

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tidegate/sign-in-Ab3dEf'
const signIn = { issuer: 'https://issuer.example', client: 'tidegate', secret }
const none = { issuer: '', client: '', secret: '' }
const machine = (name: string) => `arn:aws:states:eu-west-1:111122223333:stateMachine:tidegate-test-${name}`
const usual = {
  AWS_REGION: 'eu-west-1',
  TIDEGATE_ACCOUNT: '111122223333',
  TIDEGATE_TABLE: 'ledger',
  TIDEGATE_BUCKET: 'bucket',
  TIDEGATE_QUEUE_URL: 'queue',
  TIDEGATE_APPROVALS_TOPIC: 'approvals',
  TIDEGATE_NOTICES_TOPIC: 'notices',
  TIDEGATE_PAGES: 'https://tidegate.example',
  TIDEGATE_RELEASE_MACHINE: machine('release'),
  TIDEGATE_CHANGE_MACHINE: machine('change'),
  TIDEGATE_ROLLBACK_MACHINE: machine('rollback'),
  TIDEGATE_CLOSE_MACHINE: machine('close'),
}

describe('a stage where people sign in', () => {
  it('tells the pages how, and nobody else', async () => {
    const told = ['web', 'chatops', 'preflight'].map((name) => signInEnvironment(name, signIn))
    // Slack's messages lead to the room where people can get into it.
    expect(told.slice(1)).toEqual([{ TIDEGATE_PEOPLE_SIGN_IN: 'yes' }, {}])
    expect(homeFromEnvironment({ ...usual, ...(told[1] as object) })).toMatchObject({ peopleSignIn: true })
    expect(homeFromEnvironment({ ...usual, ...(told[0] as object) }).oidc).toEqual(signIn)
    const { functions } = await packagedPermissions(withSignIn(stageNames('blue'), signIn))
    const who = Object.entries(functions).filter(([, all]) => JSON.stringify(all).includes(secret))
    expect(who.map(([name]) => name)).toEqual(['web'])
  })

  it('has all of it or nothing: half of it is refused at packaging, and when a function starts', () => {
    expect(withSignIn(stageNames('blue'), none)).not.toHaveProperty('loginSecret')
    for (const left of ['issuer', 'client', 'secret'] as const) {
      expect(() => withSignIn(stageNames('blue'), { ...signIn, [left]: '' })).toThrow('belong together')
      const half = { TIDEGATE_OIDC_ISSUER: 'a', TIDEGATE_OIDC_CLIENT: 'b', TIDEGATE_OIDC_SECRET: 'c' }
      const name = `TIDEGATE_OIDC_${left.toUpperCase()}`
      expect(() => homeFromEnvironment({ ...usual, ...half, [name]: '' })).toThrow(`missing: ${name}`)
    }
    expect(homeFromEnvironment(usual)).not.toHaveProperty('oidc')
  })
})

describe('packaged pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-sign-in-'))
  let issuer: Issuer
  let port = 0
  const secretsManager = createServer((_request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    const SecretString = JSON.stringify({ clientSecret: client.client_secret, cookieKey })
    response.end(JSON.stringify({ ARN: secret, Name: 'tidegate/sign-in', SecretString }))
  })
  beforeAll(async () => {
    issuer = await issuerHere()
    port = await listen(secretsManager)
    for (const [path, bytes] of (await bundle('web', join(import.meta.dirname, '../..'))).files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
  })
  afterAll(async () => {
    secretsManager.close()
    rmSync(folder, { recursive: true })
    await issuer.close()
  })

  async function answered(path: string, query: string, cookies: readonly string[] = []) {
    const env = {
      ...usual,
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      TIDEGATE_OIDC_ISSUER: issuer.url,
      TIDEGATE_OIDC_CLIENT: client.client_id,
      TIDEGATE_OIDC_SECRET: secret,
    }
    const http = { method: 'GET', path, sourceIp: '192.0.2.7' }
    const event = {
      rawPath: path,
      rawQueryString: query,
      headers: {},
      cookies,
      requestContext: { domainName: 'tidegate.example', http },
    }
    const args = [join(import.meta.dirname, 'invoke.ts'), join(folder, entryFile('web')), JSON.stringify(event)]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: folder })
    const { output } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { output: Answer }
    return { ...output, cookies: (output.cookies ?? []).map((one) => one.split(';')[0]!) }
  }
  interface Answer {
    readonly statusCode: number
    readonly headers: Record<string, string>
    readonly cookies?: string[]
  }

  it('run by a Node of their own, send somebody to the issuer and let them in when they come back', async () => {
    const begun = await answered('/login', 'to=/releases/serveml-1')
    expect(begun.statusCode).toBe(303)
    const back = await fetch(begun.headers['location']!, { redirect: 'manual' })
    await back.body?.cancel()
    const { pathname, search } = new URL(back.headers.get('Location')!)
    const came = await answered(pathname, search.slice(1), begun.cookies)
    expect([came.statusCode, came.headers['location']]).toEqual([303, '/releases/serveml-1'])
    expect(came.cookies.find((one) => one.startsWith('__Host-tidegate-session='))).toMatch(/=eyJ/)
  })
})
