import type { Json } from '../../ledger/store.ts'
import type { PlannedCheck } from '../release-plan.ts'
import { type Infer, verifying } from './port.ts'

/** Probes of the new side by name, at its own address, before a user is sent there. */
export const newSide: Infer = ({ published: { plan, environment }, sides }) => {
  const target = environment.targets[plan.sides[sides.next]?.target ?? '']
  const checks: PlannedCheck[] = []
  const at = target?.address
  for (const move of plan.cutover) {
    if (!('names' in move) || at === undefined) continue
    const { probe } = environment.names[move.names]!
    const why = `users of ${move.names} are to be sent to ${sides.next}`
    const host = move.names
    checks.push(
      verifying(
        `TLS of ${host} on ${sides.next}`,
        'tls-probe',
        { host, port: 443, names: [host], address: at },
        why,
        'tls-certificate-served',
      ),
    )
    const healths = Object.values(plan.deploy).flatMap((part) =>
      'health' in part && part.health !== undefined ? [part.health] : [],
    )
    for (const health of new Set(healths)) {
      const url = new URL(health, probe ?? `https://${host}`).href
      checks.push(
        verifying(
          `${health} on ${sides.next}`,
          'http-probe',
          { url, address: at, expect: { status: 200 } },
          why,
          'health-endpoint-ok',
        ),
      )
    }
  }
  for (const one of plan.verify ?? []) {
    if (!('journey' in one)) continue
    for (const [n, { url, method, headers, body, status, contains }] of environment.journeys[one.journey]!.entries()) {
      const ask = {
        url,
        ...(at !== undefined && { address: at }),
        ...(method !== undefined && { method }),
        ...(headers !== undefined && { headers }),
        ...(body !== undefined && { body }),
        expect: { status, ...(contains !== undefined && { contains }) },
      }
      checks.push(
        verifying(
          `journey ${one.journey}, step ${n + 1}`,
          'http-probe',
          ask as Json,
          `the plan verifies ${one.journey}`,
        ),
      )
    }
  }
  return checks
}
