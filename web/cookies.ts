import { parse } from 'hono/utils/cookie'

export const isHttps = (url: string): boolean => url.startsWith('https:')

/** The prefix makes browsers refuse it from anywhere but this host over TLS. */
export const cookieName = (url: string, name: string): string => (isHttps(url) ? `__Host-${name}` : name)

/** What a request brings under one of our names. */
export function cookieOf({ headers, url }: Request, name: string): string | undefined {
  const own = cookieName(url, name)
  return parse(headers.get('Cookie') ?? '', own)[own]
}

/** For this host alone, read by no script, and not sent along with what other sites send: only when somebody comes here. */
export const ownCookie = (url: string, maxAge: number) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(url), maxAge }) as const
