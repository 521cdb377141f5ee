import { timingSafeEqual } from 'node:crypto'
import type { GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import type { Proof } from '../../shared/proof/proof.ts'
import type { IdentityRequest } from '../../shared/proof/request.ts'
import type { HttpAnswer, HttpRequest } from '../../shared/world.ts'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { hash } from './chance.ts'
import type { Call, Service } from './port.ts'
import { signatureOf } from './signature.ts'

/** STS takes no request that was signed longer ago, or further ahead. */
const skewMs = 300_000

interface Credentials {
  readonly arn: string
  readonly accessKeyId: string
  readonly secret: string
  /** Sessions of roles have one. */
  readonly token?: string
}

/** Who somebody is: asked by a function of itself, or by a request that somebody else signed. */
export class Sts implements Service {
  readonly client = 'STS'
  readonly #account: Account
  readonly #known = new Map<string, Credentials>()
  /** Signatures and tokens that were given out: proofs are for approval-decide and for nothing else. */
  readonly given: string[] = []

  constructor(account: Account) {
    this.#account = account
    account.probes.join(`sts.${account.region}.amazonaws.com`, (request) => this.#answer(request))
  }

  readonly operations = {
    GetCallerIdentity: (_input: object, { by }: Call): Answer<GetCallerIdentityCommandOutput> => ({
      Account: this.#account.id,
      UserId: `AROAEXAMPLE:tidegate-${by}`,
      Arn: `arn:aws:sts::${this.#account.id}:assumed-role/tidegate-${by}/tidegate-${by}`,
    }),
  }

  /** Signs a request as an IAM identity would with their own credentials; sends nothing. */
  sign(arn: string, { method, path, headers, body }: IdentityRequest, at = this.#account.clock.now()): Proof {
    const { accessKeyId, secret, token } = this.#credentials(arn)
    const date = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const signed = { ...headers, 'x-amz-date': date, ...(token !== undefined && { 'x-amz-security-token': token }) }
    const scope = `${date.slice(0, 8)}/${this.#account.region}/sts/aws4_request`
    const signature = signatureOf({ method, path, headers: signed, body }, scope, secret)
    this.given.push(signature, ...(token === undefined ? [] : [token]))
    const authorization =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, ` +
      `SignedHeaders=${Object.keys(signed).sort().join(';')}, Signature=${signature}`
    return { authorization, date, ...(token !== undefined && { token }) }
  }

  #credentials(arn: string): Credentials {
    const text = (what: string) =>
      hash(`${what} of ${arn} ${this.#account.seed}`).toString(36).toUpperCase().padStart(7, '0')
    const session = arn.includes(':assumed-role/')
    const accessKeyId = `${session ? 'ASIA' : 'AKIA'}${text('key')}${text('key too')}`.slice(0, 20)
    const made: Credentials = {
      arn,
      accessKeyId,
      secret: `${text('secret')}/${text('second secret')}`,
      ...(session && { token: `FwoGZXIvYXdzE${text('token')}${text('second token')}` }),
    }
    this.#known.set(accessKeyId, made)
    return made
  }

  /** As STS answers what was signed elsewhere. */
  #answer({ url, method = 'GET', headers = {}, body = '' }: HttpRequest): Omit<HttpAnswer, 'ms'> {
    const found = /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
      headers['authorization'] ?? '',
    )
    if (found === null) return refused('MissingAuthenticationToken')
    const [, key = '', scope = '', names = '', signature = ''] = found
    const known = this.#known.get(key)
    if (known === undefined || headers['x-amz-security-token'] !== known.token) return refused('InvalidClientTokenId')
    const date = headers['x-amz-date'] ?? ''
    const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
    if (scope !== `${date.slice(0, 8)}/${this.#account.region}/sts/aws4_request`)
      return refused('SignatureDoesNotMatch')
    if (!(Math.abs(this.#account.clock.now() - at) <= skewMs))
      return refused('SignatureDoesNotMatch', 'Signature expired')
    const signed = Object.fromEntries(names.split(';').map((name) => [name, headers[name] ?? '']))
    const right = signatureOf({ method, path: new URL(url).pathname, headers: signed, body }, scope, known.secret)
    if (right.length !== signature.length || !timingSafeEqual(Buffer.from(right), Buffer.from(signature))) {
      // AWS quotes what should have been signed, token and all.
      return refused('SignatureDoesNotMatch', `The Canonical String should have been '${JSON.stringify(signed)}'`)
    }
    if (body !== 'Action=GetCallerIdentity&Version=2011-06-15') return refused('AccessDenied')
    const { arn } = known
    const account = arn.split(':')[4]
    return xml(
      200,
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Arn>${arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account></GetCallerIdentityResult>` +
        `<ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    )
  }
}

const xml = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/xml' }, body })
const refused = (code: string, message = code) =>
  xml(
    403,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${message}</Message></Error></ErrorResponse>`,
  )
