export { NotPossible } from '../../shared/errors.ts'

/** Tidegate on AWS could not be asked: credentials, permissions, network, or no stack that we can speak to. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach'
}

const credentials = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/
const expired = /^(ExpiredToken|ExpiredTokenException|RequestExpired|SSOTokenProviderFailure)$/
const wrong =
  /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId|InvalidSignatureException|AuthFailure|IncompleteSignature|MissingAuthenticationToken|InvalidToken)$/

/**
 * What AWS's refusals mean to whoever sits at the terminal; undefined when an error is none of these.
 *
 * All of them come before anything was changed, or leave open whether a decision arrived; a decision is written once,
 * so running the same command again is always safe.
 */
export function outOfReach(error: unknown): OutOfReach | undefined {
  if (!(error instanceof Error)) return undefined
  const { name, message } = error
  const said = message.replaceAll(/\s+/g, ' ').trim()
  if (error instanceof OutOfReach) return error
  if (/Region is missing/.test(message)) {
    return new OutOfReach('no region is set; nothing was changed; set AWS_REGION, or a region in your AWS profile')
  }
  if (/^Region not accepted/.test(message)) {
    return new OutOfReach(`AWS_REGION names no region; nothing was changed; set it to one like eu-west-1 (${said})`)
  }
  if (expired.test(name) || /\b(expired|Expired)\b/.test(message)) {
    return new OutOfReach(`your AWS credentials have expired; nothing was changed; sign in again (${said})`)
  }
  if (credentials.test(name)) {
    return new OutOfReach(
      `no AWS credentials were found; nothing was changed; set AWS_PROFILE or AWS_ACCESS_KEY_ID (${said})`,
    )
  }
  if (wrong.test(name)) {
    return new OutOfReach(`AWS does not know these credentials (${name}); nothing was changed; sign in again`)
  }
  if (name === 'AccessDenied') {
    return new OutOfReach(
      `${said.replace(/; retrying cannot help.*$/, '')}; your identity needs that right (docs/guides/operate.md)`,
    )
  }
  if (name === 'AwsUnavailable' || name === 'NetworkError') {
    return new OutOfReach(`${said}; run the same again: what was decided already is not decided twice`)
  }
  return undefined
}
