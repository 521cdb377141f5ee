import { createHash } from 'node:crypto'

/** The client token of one change, the same for every attempt of it: 32 lower-case hex digits. */
export function changeToken(release: string, resource: string, step: number, direction: 'forward' | 'back'): string {
  return createHash('sha256')
    .update(JSON.stringify([release, resource, step, direction]))
    .digest('hex')
    .slice(0, 32)
}
