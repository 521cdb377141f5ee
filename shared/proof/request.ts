import { createHash } from 'node:crypto'
import { partitionOf } from '../permissions/permission.ts'
import type { Home } from '../world.ts'

/** Signed with everything else: for which decision the request was made. */
export const bindingHeader = 'x-tidegate-decision'

/** The one request that a proof is: whoever can sign it is who STS says. Its shape is ours and never the sender's. */
export interface IdentityRequest {
  readonly method: 'POST'
  readonly host: string
  readonly path: '/'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const body = 'Action=GetCallerIdentity&Version=2011-06-15'

/**
 * "Who am I?", asked of STS in Tidegate's own region for one decision. The command line signs it and does not send it;
 * approval-decide makes it anew from what it was told and sends it with that signature.
 *
 * @param binding digest of the decision
 */
export function identityRequest({ region }: Pick<Home, 'region'>, binding: string): IdentityRequest {
  const host = `sts.${region}.${partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`
  return {
    method: 'POST',
    host,
    path: '/',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host,
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      [bindingHeader]: binding,
    },
    body,
  }
}
