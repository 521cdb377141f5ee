import type { CheckRecord } from '../ledger/records.ts'
import { digestOf } from '../plan/digest.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'

/**
 * What people sign: the plan, the manifest, each check's name and verdict, and the waivers. A change of those voids
 * signatures; new values inside their bounds do not.
 */
export function signedDigest(plan: ReleasePlan, checks: readonly CheckRecord[], waivers: readonly string[]): string {
  return digestOf({
    plan: plan.planDigest,
    manifest: plan.manifestDigest,
    checks: checks.map(({ check, verdict }) => `${check}: ${verdict}`).sort(),
    waivers: [...waivers].sort(),
  })
}
