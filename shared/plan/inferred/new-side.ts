import type { Json } from '../../ledger/store.ts'
import type { PlannedCheck } from '../release-plan.ts'
import { type Infer, verifying } from './port.ts'

/** Probes of the side that users are to be on, by name and at its own address, before a user is sent there. */
export const newSide: Infer = ({ published: { plan, environment }, sides, sideMoves }) => {
  const at = environment.targets[plan.sides[sides.next]?.target ?? '']?.address
  const moved = plan.cutover.flatMap((move) => ('names' in move ? [move.names] : []))
  const healths = new Set(
    Object.values(plan.deploy).flatMap((part) => ('health' in part && part.health !== undefined ? [part.health] : [])),
  )
  const checks: PlannedCheck[] = []
  for (const host of at === undefined ? [] : moved) {
    const why = sideMoves
      ? `users of ${host} are to be sent to ${sides.next}`
      : `users of ${host} stay on ${sides.next}, which must be well`
    const tls = { host, port: 443, names: [host], address: at! }
    checks.push(verifying(`TLS of ${host} on ${sides.next}`, 'tls-probe', tls, why, 'tls-certificate-served'))
    for (const health of healths) {
      const url = new URL(health, environment.names[host]!.probe ?? `https://${host}`).href
      const ask = { url, address: at!, expect: { status: 200 } }
      const name = moved.length === 1 ? `${health} on ${sides.next}` : `${health} of ${host} on ${sides.next}`
      checks.push(verifying(name, 'http-probe', ask, why, 'health-endpoint-ok'))
    }
  }
  for (const one of plan.verify ?? []) {
    if (!('journey' in one)) continue
    for (const [n, { status, contains, ...request }] of environment.journeys[one.journey]!.entries()) {
      // Only a moved name is on a side; another host is asked as users ask it.
      const address = moved.includes(new URL(request.url).hostname) ? at : undefined
      const expect = { status, ...(contains !== undefined && { contains }) }
      const ask = { ...request, ...(address !== undefined && { address }), expect } as Json
      checks.push(
        verifying(`journey ${one.journey}, step ${n + 1}`, 'http-probe', ask, `the plan verifies ${one.journey}`),
      )
    }
  }
  return checks
}
