import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/**
 * A request as the HTTP API hands it over (payload 2.0), as the app takes it; undefined when it is none. Hono's own adapter
 * for this is marked to be removed, and takes events of three other senders as well.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestOf(event: unknown): Request | undefined {
  const { rawPath, rawQueryString, headers, cookies, body, isBase64Encoded, requestContext } = (event ??
    {}) as Partial<APIGatewayProxyEventV2>
  const method = requestContext?.http?.method
  if (method === undefined || rawPath === undefined) return undefined
  try {
    const url = new URL(`https://${requestContext!.domainName}`)
    url.pathname = rawPath
    url.search = rawQueryString ?? ''
    const sent = new Headers()
    for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) sent.set(name, value)
    if (cookies !== undefined) sent.set('Cookie', cookies.join('; '))
    const bare = body === undefined || method === 'GET' || method === 'HEAD'
    const bytes = bare ? undefined : Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8')
    return new Request(url, { method, headers: sent, ...(bytes !== undefined && { body: bytes }) })
  } catch {
    // A method, a name or a value that HTTP does not have.
    return undefined
  }
}

/** An answer as the HTTP API takes it. Pages, styles and scripts are text. */
export async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const headers: Record<string, string> = {}
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value
  const cookies = response.headers.getSetCookie()
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: await response.text(),
  }
}
