import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { SignRequest } from '../../shared/proof/proof.ts'
import type { World } from '../../shared/world.ts'

interface Request {
  method: string
  path: string
  headers: Record<string, string>
  body?: unknown
}
type Step = (next: (args: { request: Request }) => Promise<unknown>) => (args: { request: Request }) => Promise<unknown>

/**
 * Signs a request with the credentials that every other call is made with, wherever the SDK finds them, and stops there:
 * nothing is sent. The SDK's own headers are left out, because whoever sends it later cannot know them.
 */
export const signRequest =
  (world: World): SignRequest =>
  async ({ method, path, headers, body }) => {
    let signed: Readonly<Record<string, string>> = {}
    const ours: Step = (next) => (args) => {
      Object.assign(args.request, { method, path, headers: { ...headers }, body })
      return next(args)
    }
    const keep: Step =
      () =>
      async ({ request }) => {
        signed = request.headers
        return { output: { $metadata: {} }, response: {} }
      }
    const command = new GetCallerIdentityCommand({})
    const at = { toMiddleware: 'httpSigningMiddleware', override: true } as const
    command.middlewareStack.addRelativeTo(ours as never, { ...at, relation: 'before', name: 'oursToSign' })
    command.middlewareStack.addRelativeTo(keep as never, { ...at, relation: 'after', name: 'keepSigned' })
    await world.send(STSClient, command)
    const { authorization = '', 'x-amz-date': date = '', 'x-amz-security-token': token } = signed
    return { authorization, date, ...(token !== undefined && { token }) }
  }
