import { describe, expect, it } from 'vitest'
import { signRequest } from '../../../cli/aws/sign-request.ts'
import { signatureOf } from '../../../rehearsal/account/signature.ts'
import { toSign } from '../../../shared/proof/proof.ts'
import { home, worldHere } from '../../shared/world-fixture.ts'

const told = { say: 'sign', release: 'r-1', gate: 'go' }
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

describe('a request that the SDK signs and does not send', () => {
  it.each([undefined, 'FwoGZXIvYXdzEXAMPLE'])('is as AWS wants it, with session token %s', async (sessionToken) => {
    const credentials = { ...keys, ...(sessionToken && { sessionToken }) }
    // Nobody listens there: whatever is sent fails.
    const world = worldHere({ settings: { credentials }, endpoint: 'http://127.0.0.1:1' })
    const request = toSign(home, told)
    const { authorization, date, token } = await signRequest(world)(request)
    expect(token).toBe(sessionToken)
    const signed = { ...request.headers, 'x-amz-date': date, ...(token && { 'x-amz-security-token': token }) }
    const scope = `${date.slice(0, 8)}/eu-west-1/sts/aws4_request`
    const signature = signatureOf({ ...request, headers: signed }, scope, keys.secretAccessKey)
    expect(authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, ` +
        `SignedHeaders=${Object.keys(signed).sort().join(';')}, Signature=${signature}`,
    )
  })

  it('is another one for another decision', async () => {
    const sign = signRequest(worldHere({ settings: { credentials: keys } }))
    const [one, other] = [await sign(toSign(home, told)), await sign(toSign(home, { ...told, gate: 'cutover' }))]
    expect(one.authorization).not.toBe(other.authorization)
  })
})
