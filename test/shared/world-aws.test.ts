import { createServer, type IncomingMessage, type Server } from 'node:http'
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, worldHere } from './world-fixture.ts'

type Reply = { status: number; body: object } | 'hang-up' | 'silence'
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** An AWS that gives the listed answers in turn, the last one for ever. */
async function aws(...replies: Reply[]) {
  const asked: { target: string; region: string }[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? ''
    asked.push({ target: String(request.headers['x-amz-target']).split('.').at(-1) ?? '', region })
    const reply = replies[Math.min(asked.length, replies.length) - 1] as Reply
    request.resume().on('end', () => {
      if (reply === 'hang-up') request.socket.destroy()
      else if (reply !== 'silence') {
        response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.1' })
        response.end(JSON.stringify(reply.body))
      }
    })
  })
  servers.push(server)
  return { asked, endpoint: `http://127.0.0.1:${await listen(server)}` }
}
const error = (name: string, message: string, status = 400): Reply => ({ status, body: { __type: name, message } })
const ok: Reply = { status: 200, body: { services: [] } }
const read = new DescribeServicesCommand({ cluster: 'serveml-prod', services: ['backend-green'] })
const write = new UpdateServiceCommand({ cluster: 'serveml-prod', service: 'backend-green', desiredCount: 2 })

describe('a read through the World', () => {
  it('is asked again after a throttle, a 500 and a lost answer', async () => {
    const { asked, endpoint } = await aws(
      error('ThrottlingException', 'Rate exceeded'),
      error('ServerException', 'oops', 500),
      'hang-up',
      ok,
    )
    const answer = await worldHere({ endpoint }).send(ECSClient, read)
    expect(answer.services).toEqual([])
    expect(asked).toHaveLength(4)
  })

  it('goes to the region it was asked for, with a client of its own', async () => {
    const { asked, endpoint } = await aws(ok)
    const world = worldHere({ endpoint })
    await world.send(ECSClient, read)
    await world.send(ECSClient, read, { region: 'us-east-1' })
    expect(asked.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1'])
  })

  it('ends as AwsUnavailable, naming the call, when the function has no time left for an answer', async () => {
    const { endpoint } = await aws('silence')
    const self = { name: 'preflight', arn: 'arn', remainingMs: () => 900 } as const
    await expect(worldHere({ endpoint, self }).send(ECSClient, read)).rejects.toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining('ECS.DescribeServices'),
    })
  })

  it('is not repeated when AWS says that it is not allowed', async () => {
    const { asked, endpoint } = await aws(error('AccessDeniedException', 'User is not authorized'))
    await expect(worldHere({ endpoint }).send(ECSClient, read)).rejects.toMatchObject({ name: 'AccessDenied' })
    expect(asked).toHaveLength(1)
  })
})

describe('a write through the World', () => {
  it('is repeated when AWS says that it was not taken', async () => {
    const { asked, endpoint } = await aws(error('ThrottlingException', 'Rate exceeded'), {
      status: 200,
      body: { service: {} },
    })
    await worldHere({ endpoint }).send(ECSClient, write)
    expect(asked.map(({ target }) => target)).toEqual(['UpdateService', 'UpdateService'])
  })

  it('is sent once when its answer is lost, and says that nobody knows', async () => {
    const { asked, endpoint } = await aws('hang-up', ok)
    await expect(worldHere({ endpoint }).send(ECSClient, write)).rejects.toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining('not known'),
    })
    expect(asked).toHaveLength(1)
  })

  it('is sent once when AWS fails with a 500, because it may have been taken', async () => {
    const { asked, endpoint } = await aws(error('ServerException', 'oops', 500), ok)
    await expect(worldHere({ endpoint }).send(ECSClient, write)).rejects.toMatchObject({ name: 'AwsUnavailable' })
    expect(asked).toHaveLength(1)
  })

  it('keeps the name of a refusal, and loses what it quotes of the signature', async () => {
    const quoted = 'does not match; canonical: x-amz-security-token:IQoJb3JpZ2luX2VjEXAMPLE end'
    const { endpoint } = await aws(error('InvalidSignatureException', quoted))
    const thrown = await worldHere({ endpoint })
      .send(ECSClient, write)
      .catch((caught: Error) => caught)
    expect(thrown).toMatchObject({ name: 'InvalidSignatureException' })
    const told = thrown as Error
    expect(`${told.message}${told.stack}`).not.toContain('IQoJb3JpZ2lu')
  })
})
