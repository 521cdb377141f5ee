import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stackOutputs } from '../../../cli/aws/stack.ts'
import { status } from '../../../cli/operate/status.ts'
import { type Ended, root } from '../tidegate.ts'
import { type Night, night } from './night.ts'

let server: Server | undefined
let open: Night | undefined
afterEach(() => {
  server?.close()
  open?.end()
})

/** An AWS on loopback that answers everything with one error. */
async function awsSays(code: string, message: string, httpStatus = 403): Promise<string> {
  server = createServer((request, response) => {
    request.resume()
    response.writeHead(httpStatus, { 'content-type': 'text/xml' })
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    )
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const noAws = {
  PATH: process.env['PATH'],
  AWS_CONFIG_FILE: join(root, 'no-such-file'),
  AWS_SHARED_CREDENTIALS_FILE: join(root, 'no-such-file'),
  AWS_EC2_METADATA_DISABLED: 'true',
}
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_REGION: 'eu-west-1' }

function tidegate(env: object, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      join(root, 'node_modules/.bin/node'),
      ['cli/bin.ts', ...args],
      { cwd: root, env: { ...noAws, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

describe('a command that AWS does not answer', () => {
  it.each([
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      'your AWS credentials have expired; nothing was changed',
    ],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'AWS does not know these credentials (InvalidClientTokenId)',
    ],
    [
      'AccessDenied',
      'User: arn:aws:iam::1:user/x is not authorized to perform: cloudformation:DescribeStacks',
      'CloudFormation.DescribeStacks was denied: User: arn:aws:iam::1:user/x is not authorized',
    ],
    [
      'ValidationError',
      'Stack with id tidegate-production does not exist',
      'there is no stack tidegate-production in this account and region',
    ],
  ])('because of %s says so in one line, and ends with 3', async (code, message, line) => {
    const endpoint = await awsSays(code, message, code === 'ValidationError' ? 400 : 403)
    const ended = await tidegate({ ...keys, AWS_ENDPOINT_URL: endpoint }, 'approve', 'r-1', '--gate', 'go')
    expect(ended.err.trimEnd().split('\n')).toEqual([expect.stringContaining(line)])
    expect(ended).toMatchObject({ code: 3, out: '' })
  })

  it('without credentials names what to set', async () => {
    const ended = await tidegate({ AWS_REGION: 'eu-west-1' }, 'status')
    expect(ended.err).toMatch(/^no AWS credentials were found; nothing was changed; set AWS_PROFILE .*\n$/)
    expect(ended.code).toBe(3)
  })

  it('with a region that is none says so, and does not call itself broken', async () => {
    for (const AWS_REGION of ['eu-west-1_', '']) {
      const ended = await tidegate({ ...keys, AWS_REGION }, 'status')
      expect(ended.err).toMatch(/^AWS_REGION names no region; nothing was changed; set it to one like eu-west-1 .*\n$/)
      expect(ended.code).toBe(3)
    }
  })

  it('without a region names what to set', async () => {
    const { AWS_REGION: _, ...without } = keys
    const ended = await tidegate(without, 'status')
    expect(ended.err).toBe('no region is set; nothing was changed; set AWS_REGION, or a region in your AWS profile\n')
    expect(ended.code).toBe(3)
  })
})

describe('a stack', () => {
  const ask = (one: Night) =>
    one.as('ana', (tidegate, out) => status(tidegate, undefined, { environment: 'production' }, out))

  it('that is not there is told, with how to say which', async () => {
    open = await night()
    open.stack = 'missing'
    const said = await ask(open)
    expect(said).toMatchObject({ code: 3 })
    expect(said.text).toContain('there is no stack tidegate-production')
  })

  it.each(stackOutputs)('that does not tell %s is an old one', async (output) => {
    open = await night()
    delete open.outputs[output]
    const said = await ask(open)
    expect(said).toMatchObject({ code: 3 })
    expect(said.text).toContain(`older than this command line: it does not tell ${output}; nothing was changed`)
  })

  it('of another version is not spoken to', async () => {
    open = await night()
    open.outputs.Version = '0.0.9'
    const said = await ask(open)
    expect(said).toMatchObject({ code: 3 })
    expect(said.text).toMatch(
      /^stack tidegate-production runs Tidegate 0\.0\.9, this is .*; nothing was changed; deploy .*\n$/,
    )
  })
})
