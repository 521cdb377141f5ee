import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { redact } from '../shared/redact.ts'
import type { World } from '../shared/world.ts'
import { createApp } from './app.ts'
import { requestOf, resultOf } from './event.ts'
import { accessOf } from './login/who.ts'
import { ledgerShelf } from './room/ledger-shelf.ts'
import type { Site } from './site.ts'
import { failed, noRequest } from './told.ts'

/**
 * Answers one request of the HTTP API, always: whatever fails is told in words, and never with a stack or a secret.
 *
 * The list of releases is for whoever has signed in; without an identity provider nobody sees it here, since a request
 * proves no more than the one release that its link is about.
 */
export async function answerEvent(event: unknown, world: World): Promise<APIGatewayProxyStructuredResultV2> {
  const app = createApp({ world: () => world, shelf: ledgerShelf, origin, access: accessOf })
  try {
    const request = requestOf(event)
    if (request === undefined) return plain(400, noRequest())
    const from = (event as APIGatewayProxyEventV2).requestContext.http.sourceIp
    return await resultOf(await app.request(request, undefined, { from }))
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    world.log('error', `a request failed: ${name}: ${redact(message)}`)
    return plain(500, failed())
  }
}

const origin: Site['origin'] = (c) => {
  const [from, program] = [c.env?.from, c.req.header('User-Agent')]
  return { ...(from !== undefined && { from }), ...(program !== undefined && { with: program }) }
}

/** Outside of the app, and so without its headers: the page's own style is not even allowed. */
const plain = (statusCode: number, body: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
  body,
})
