import * as z from 'zod/mini'
import { NetworkError, type TlsRequest, type World } from '../world.ts'
import { defineCheck } from './port.ts'
import { day, daysUntil } from './reading/days.ts'
import { uncovered } from './reading/names.ts'
import { CannotTell, telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

const Ask = z.strictObject({
  host: z.string().check(z.minLength(1)),
  port: z._default(z.int(), 443),
  names: z.array(z.string()).check(z.minLength(1)),
  /** An answer that must stay valid through the bake and a night of on-call. */
  minDays: z._default(z.int(), 21),
  minProtocol: z._default(z.enum(versions), 'TLSv1.2'),
  address: z.optional(z.string()),
  timeoutMs: z._default(z.int().check(z.maximum(10_000)), 5_000),
})
type Ask = z.infer<typeof Ask>

/** Codes of "nobody there", as opposed to "not in this version": they say nothing about a protocol. */
const unreachable = /^(ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/

/** Whether the right certificate is served on the wire, is trusted, lasts, and old protocol versions are refused. */
export const tlsProbe = defineCheck<Ask>({
  kind: 'tls-probe',
  ask: Ask,
  describe: ({ host, port, minDays }) => `${host}:${port} serves a trusted certificate for ${minDays} more days`,
  run: (ask, world) => telling(`${ask.address ?? ask.host}:${ask.port}`, () => look(ask, world)),
})

async function look(ask: Ask, world: World) {
  const faults: Finding[] = []
  const bound = `trusted, for ${ask.names.join(', ')}, ${ask.minDays} days left, ${ask.minProtocol} or newer`
  let fewestDays = Number.POSITIVE_INFINITY
  const seen: string[] = []
  for (const name of ask.names) {
    const served = await handshake(ask, world, name, {})
    if (served instanceof NetworkError) {
      const whatToDo = `mend what listens at ${ask.host}:${ask.port}`
      return weighed(
        { faults: [{ what: `no handshake for ${name}: ${served.message}`, whatToDo }], doubts: [] },
        { seen: '', bound },
      )
    }
    const days = daysUntil(served.notAfter, world.now())
    fewestDays = Math.min(fewestDays, days)
    seen.push(`${name}: ${served.protocol}, until ${day(served.notAfter)} (${days} days)`)
    const renew = `put the right certificate on ${ask.host}:${ask.port}`
    if (!served.trusted) faults.push({ what: `${name} is not trusted: ${served.because}`, whatToDo: renew })
    if (uncovered([name], served.names).length > 0) {
      faults.push({ what: `${name} is not among ${served.names.join(', ')}`, whatToDo: renew })
    }
    if (served.notBefore > world.now())
      faults.push({ what: `${name} begins on ${day(served.notBefore)}`, whatToDo: renew })
    if (days < ask.minDays) {
      faults.push({
        what: `${name} ends on ${day(served.notAfter)}, in ${days} days`,
        whatToDo: 'renew the certificate',
      })
    }
  }
  const drawn = { value: fewestDays, limit: ask.minDays, unit: 'days' }
  const older = versions[versions.indexOf(ask.minProtocol) - 1]
  const doubts: Finding[] = []
  if (older !== undefined) {
    const served = await handshake(ask, world, ask.names[0] as string, { minVersion: 'TLSv1', maxVersion: older })
    if (!(served instanceof NetworkError)) {
      const whatToDo = `set a security policy on ${ask.host} that begins with ${ask.minProtocol}`
      faults.push({ what: `${served.protocol} is still taken`, whatToDo })
    } else if (unreachable.test(served.code)) {
      doubts.push({ what: `whether ${older} is refused: ${served.message}`, whatToDo: 'ask again' })
    }
  }
  return weighed({ faults, doubts }, { seen: seen.join('; '), bound, ...drawn })
}

async function handshake(
  ask: Ask,
  world: World,
  servername: string,
  offer: Pick<TlsRequest, 'minVersion' | 'maxVersion'>,
) {
  const { host, port, address, timeoutMs } = ask
  try {
    return await world.tls({ host, port, servername, timeoutMs, ...(address ? { address } : {}), ...offer })
  } catch (thrown) {
    if (!(thrown instanceof NetworkError)) throw thrown
    if (thrown.code === 'EAI_AGAIN') throw new CannotTell(thrown.message, 'mend name resolution, then ask again')
    return thrown
  }
}
