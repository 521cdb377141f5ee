import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { listen } from '../shared/world-fixture.ts'

/** Whom the issuer takes the browser for, and what it says of them. */
export interface Account {
  sub: string
  email?: string
  email_verified?: boolean | string
}

/** What an issuer can get wrong, or somebody in its place. */
export interface Ways {
  signs?: 'nothing' | 'another key'
  /** Says in its metadata that tokens without a signature are usual. */
  allowsNone?: boolean
  audience?: string
  issuer?: string
  nonce?: string
  /** Seconds from now. */
  expires?: number
  /** The token says who it is and no more; the rest is asked for. */
  mailBesides?: boolean
  tokens?: 500 | 'no JSON'
  metadata?: 500 | 'of another'
  secretInForm?: boolean
  refuses?: string
}

export const client = { client_id: 'tidegate', client_secret: 'planted-client-secret-0123456789' }

/** An OpenID Connect issuer on loopback that takes everybody for one account: code flow with PKCE, codes good for once. */
export async function issuerHere() {
  const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' }]
  const codes = new Map<string, { challenge: string; nonce: string; account: Account }>()
  const self = {
    url: '',
    account: { sub: 'a-1', email: 'ana@serveml.example', email_verified: true } as Account,
    ways: {} as Ways,
    /** The one address that it sends people back to. */
    redirect: 'https://tidegate.example/login/callback',
    /** Paths that were asked for. */
    asked: [] as string[],
    prompts: [] as (string | null)[],
    close() {
      server.closeAllConnections()
      return new Promise<void>((done) => server.close(() => done()))
    },
  }

  const metadata = () => ({
    issuer: self.ways.metadata === 'of another' ? 'https://issuer.example' : self.url,
    authorization_endpoint: `${self.url}/authorize`,
    token_endpoint: `${self.url}/token`,
    userinfo_endpoint: `${self.url}/userinfo`,
    jwks_uri: `${self.url}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: self.ways.allowsNone ? ['RS256', 'none'] : ['RS256'],
    token_endpoint_auth_methods_supported: [self.ways.secretInForm ? 'client_secret_post' : 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
  })

  async function tokenOf({ nonce, account }: { nonce: string; account: Account }): Promise<string> {
    const { ways, url } = self
    const claims = ways.mailBesides ? { sub: account.sub } : { ...account }
    const now = Math.floor(Date.now() / 1000)
    const jwt = new (ways.signs === 'nothing' ? UnsecuredJWT : SignJWT)({ ...claims, nonce: ways.nonce ?? nonce })
      .setIssuer(ways.issuer ?? url)
      .setAudience(ways.audience ?? client.client_id)
      .setIssuedAt(now)
      .setExpirationTime(now + (ways.expires ?? 3600))
    if (jwt instanceof UnsecuredJWT) return jwt.encode()
    const { privateKey } = ways.signs === 'another key' ? other : own
    return jwt.setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(privateKey)
  }

  function authorize(query: URLSearchParams, response: ServerResponse) {
    const right = query.get('client_id') === client.client_id && query.get('redirect_uri') === self.redirect
    if (!right || query.get('code_challenge_method') !== 'S256')
      return json(response, 400, { error: 'invalid_request' })
    self.prompts.push(query.get('prompt'))
    const code = `code-${codes.size + 1}-${query.get('state')?.slice(0, 6)}`
    codes.set(code, {
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce') ?? '',
      account: { ...self.account },
    })
    const said = self.ways.refuses === undefined ? `code=${code}` : `error=${self.ways.refuses}`
    const back = `${said}&state=${query.get('state')}`
    response.writeHead(302, { Location: `${self.redirect}?${back}` }).end()
  }

  async function tokens(request: IncomingMessage, response: ServerResponse) {
    const form = new URLSearchParams(await bodyOf(request))
    if (self.ways.tokens === 500) return json(response, 500, {})
    if (self.ways.tokens === 'no JSON') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>')
    const basic = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    const [id, secret] = self.ways.secretInForm
      ? [form.get('client_id'), form.get('client_secret')]
      : basic.split(':').map(decodeURIComponent)
    if (id !== client.client_id || secret !== client.client_secret)
      return json(response, 401, { error: 'invalid_client' })
    const code = form.get('code') ?? ''
    const found = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (found === undefined || found.challenge !== challenge || form.get('redirect_uri') !== self.redirect)
      return json(response, 400, { error: 'invalid_grant' })
    const more = { access_token: `access-${found.account.sub}`, token_type: 'Bearer', expires_in: 300 }
    return json(response, 200, { ...more, id_token: await tokenOf(found) })
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', self.url)
    self.asked.push(pathname)
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(response, self.ways.metadata === 500 ? 500 : 200, metadata())
      case '/authorize':
        return authorize(searchParams, response)
      case '/token':
        return tokens(request, response)
      case '/jwks':
        return json(response, 200, { keys })
      case '/userinfo':
        return json(response, 200, self.account)
      default:
        return json(response, 404, {})
    }
  })
  self.url = `http://127.0.0.1:${await listen(server)}`
  return self
}
export type Issuer = Awaited<ReturnType<typeof issuerHere>>

function json(response: ServerResponse, status: number, what: object) {
  return response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(what))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
