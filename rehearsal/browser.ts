import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Bench } from './bench.ts'

/** What somebody does with the page of their link. */
export interface Click {
  /** The address as it was sent: `https://tidegate.example/s/…`. */
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  /** Times that the button is pressed at once. */
  readonly times?: number
  /** Where from. */
  readonly from?: string
}

/** Between seeing a page and pressing a button, and before trying again what failed. */
const readsMs = 20_000
const againMs = 45_000
const triesMax = 8

/**
 * A person with a browser: opens the link, fills in the form that the page shows, and sends it; tries again when the page
 * does not answer. Requests are those of the HTTP API, and the function behind it is the real one.
 */
export function clickThrough(bench: Bench, click: Click, tries = triesMax): void {
  if (tries === 0) return
  const { scheduler } = bench
  const again = () => scheduler.after(againMs, () => clickThrough(bench, click, tries - 1))
  request(bench, click, { method: 'GET' }, (page) => {
    const csrf = /name="csrf" value="([^"]+)"/.exec(page?.body ?? '')?.[1]
    if (page === undefined || (page.statusCode ?? 500) >= 500 || page.statusCode === 429) return again()
    // Decided, expired or replaced: there is nothing to press.
    if (csrf === undefined) return
    scheduler.after(readsMs, () => {
      const body = new URLSearchParams({ csrf, ...click.fields }).toString()
      const cookie = page.cookies?.map((one) => one.split(';')[0]!) ?? []
      for (let n = 0; n < (click.times ?? 1); n += 1) {
        request(bench, click, { method: 'POST', body, cookie }, (answer) => {
          const lost = answer === undefined || (answer.statusCode ?? 500) >= 500 || answer.statusCode === 429
          if (lost && n === 0) again()
        })
      }
    })
  })
}

/** What reads people's mail for them: opens every link, and sends the forms that it finds with nothing filled in. */
export function scan(bench: Bench, url: string): void {
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) request(bench, { url }, { method }, () => {})
  for (const say of ['sign', 'go-on']) request(bench, { url }, { method: 'POST', body: `say=${say}` }, () => {})
}

interface Sent {
  readonly method: string
  readonly body?: string
  readonly cookie?: readonly string[]
}

function request(
  bench: Bench,
  { url, from = '198.51.100.7' }: Pick<Click, 'url' | 'from'>,
  { method, body, cookie = [] }: Sent,
  ended: (answer: APIGatewayProxyStructuredResultV2 | undefined) => void,
): void {
  const { host, pathname } = new URL(url)
  const event = {
    version: '2.0',
    rawPath: pathname,
    rawQueryString: '',
    headers: {
      host,
      'user-agent': 'A telephone',
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', origin: `https://${host}` }),
    },
    cookies: cookie,
    requestContext: { domainName: host, http: { method, path: pathname, sourceIp: from } },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  }
  bench.functions.invoke('web', event, (how) => ended('output' in how ? (how.output as never) : undefined))
}

/** The personal address in a message. */
export const linkIn = (message: string): string | undefined => /https:\/\/\S+\/s\/[\w-]+/.exec(message)?.[0]
