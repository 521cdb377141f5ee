import type { Run } from '../rehearse.ts'
import { gated } from './gated.ts'
import { hasOutcome } from './has-outcome.ts'
import { inTime } from './in-time.ts'
import { journalled } from './journalled.ts'
import { neverUndoneAfterKept } from './never-undone-after-kept.ts'
import { noSecrets } from './no-secrets.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { oneEffect } from './one-effect.ts'
import type { Property } from './port.ts'
import { quotas } from './quotas.ts'
import { restored } from './restored.ts'
import { signed } from './signed.ts'

/** What is true of every run. */
export const properties: readonly Property[] = [
  hasOutcome,
  restored,
  gated,
  signed,
  journalled,
  oneAtATime,
  neverUndoneAfterKept,
  inTime,
  oneEffect,
  noSecrets,
  quotas,
]

export interface Broken {
  readonly property: string
  readonly because: string
}

/** The first property that a run breaks. */
export function firstBroken(run: Run): Broken | undefined {
  for (const { name, broken } of properties) {
    const because = broken(run)
    if (because !== undefined) return { property: name, because }
  }
  return undefined
}
