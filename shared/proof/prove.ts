import { NotProved } from '../errors.ts'
import { callSeconds, proofSeconds } from '../limits.ts'
import { callAws } from '../retries.ts'
import type { HttpAnswer, World } from '../world.ts'
import type { Proof } from './proof.ts'
import { identityRequest } from './request.ts'
import { type Signer, signerOf } from './signer.ts'

/**
 * Has STS say who signed the request that stands for a decision.
 *
 * Nothing of the request is the sender's but the signature, its moment and the session's token: there is no address to
 * be led astray by, and no other question to ask. STS's own words are not passed on, because it quotes what was signed.
 *
 * @throws {NotProved} nobody of this account signed this very decision just now · {AwsUnavailable} STS does not answer
 */
export async function whoSigned(world: World, binding: string, proof: Proof): Promise<Signer> {
  const { home } = world
  const { method, host, path, headers, body } = identityRequest(home, binding)
  const sent = {
    ...headers,
    'x-amz-date': proof.date,
    ...(proof.token !== undefined && { 'x-amz-security-token': proof.token }),
  }
  refuseAtSight(proof, Object.keys(sent), home.region, world.now())
  const url = new URL(path, home.stsEndpoint ?? `https://${host}`).href
  const limitMs = Math.max(1, Math.min(callSeconds * 1000, world.self.remainingMs()))
  const answer = await callAws(world, { name: 'STS.GetCallerIdentity', limitMs }, async (timeoutMs) => {
    const request = { url, method, headers: { ...sent, authorization: proof.authorization }, body, timeoutMs }
    return answered(await world.http(request))
  })
  const signer = signerOf(callerIn(answer), home)
  if (typeof signer === 'string') throw new NotProved(signer, 'use credentials of the account that Tidegate is in')
  return signer
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=\w{12,128}\/(\d{8})\/([a-z0-9-]+)\/sts\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/

/** What STS need not be asked about; what it must say of everything else is who signed. */
function refuseAtSight(proof: Proof, sent: readonly string[], region: string, now: number): void {
  const [, day, where, headers] = authorization.exec(proof.authorization) ?? []
  if (headers === undefined) throw new NotProved('what came is no signature of AWS', upgrade)
  if (where !== region) throw new NotProved(`it was signed for ${where}, and Tidegate is in ${region}`, upgrade)
  if (headers !== sent.toSorted().join(';')) throw new NotProved('the signature does not cover the decision', upgrade)
  const signedAt = Date.parse(proof.date.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
  const ageSeconds = Math.round((now - signedAt) / 1000)
  if (day !== proof.date.slice(0, 8) || !(Math.abs(ageSeconds) <= proofSeconds)) {
    throw new NotProved(
      `it was signed ${ageSeconds} s ago by the clock of who signed, at most ${proofSeconds} s are taken`,
      'set that clock and run the same again',
    )
  }
}

const upgrade = 'decide with the command line of this Tidegate'

/** AWS's failures are tried again, its refusals are not. */
function answered(answer: HttpAnswer): HttpAnswer {
  const { status, body } = answer
  if (status === 200) return answer
  const [, code = `status ${status}`] = /<Code>([A-Za-z.]{1,60})<\/Code>/.exec(body) ?? []
  if (status === 429 || status >= 500 || /^Throttl/.test(code)) {
    const because = Object.assign(new Error(`STS answered ${code}`), { $metadata: { httpStatusCode: status } })
    because.name = status < 500 ? 'ThrottlingException' : 'ServiceUnavailable'
    throw because
  }
  throw new NotProved(`STS answered ${code}`, hints[code] ?? 'sign in again and run the same again')
}

const hints: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch: 'the decision is not the one that was signed, or the secret key is wrong; run the same again',
  InvalidClientTokenId: 'sign in again; in a region that must be switched on, with tokens of a regional STS',
}

/** Exactly one ARN, in the answer to the question that was asked. */
function callerIn({ body }: HttpAnswer): string {
  const [, inside = ''] = /^\s*(?:<\?xml[^>]*\?>\s*)?<GetCallerIdentityResponse\b([\s\S]*)$/.exec(body) ?? []
  const found = [...inside.matchAll(/<Arn>([^<>]*)<\/Arn>/g)]
  const [one] = found
  if (one === undefined || found.length > 1) throw new NotProved('STS answered what it never answers', 'try again')
  return one[1]!
}
