import { Refused } from '../../shared/errors.ts'
import { abort } from './abort.ts'
import { alarm } from './alarm.ts'
import { clicks } from './clicks.ts'
import { closeFails } from './close-fails.ts'
import { crash } from './crash.ts'
import { deployment } from './deployment.ts'
import { doubleStart } from './double-start.ts'
import { drift } from './drift.ts'
import { events } from './events.ts'
import { halt } from './halt.ts'
import { hang } from './hang.ts'
import { ownRelease } from './own-release.ts'
import { people } from './people.ts'
import type { Armed, Drawable, Fault } from './port.ts'
import { probe } from './probe.ts'
import { rechecks } from './rechecks.ts'
import { refuseCall } from './refuse-call.ts'
import { resolve } from './resolve.ts'
import { roleLacks } from './role-lacks.ts'
import { rollbackByHand } from './rollback-by-hand.ts'
import { rollbackTwice } from './rollback-twice.ts'
import { scanner } from './scanner.ts'
import { skewedEvent } from './skewed-event.ts'
import { unwell } from './unwell.ts'

/** Every kind of bad luck there is. */
export const faults: readonly Fault<never>[] = [
  abort,
  alarm,
  clicks,
  closeFails,
  crash,
  deployment,
  doubleStart,
  drift,
  events,
  halt,
  hang,
  ownRelease,
  people,
  probe,
  rechecks,
  refuseCall,
  resolve,
  roleLacks,
  rollbackByHand,
  rollbackTwice,
  scanner,
  skewedEvent,
  unwell,
] as unknown as Fault<never>[]

export type FaultSpec = { readonly kind: string }

class UnknownFault extends Refused {
  override readonly name = 'WrongInput'
}

const kindOf = (spec: FaultSpec): Fault => {
  const fault = faults.find((one) => one.kind === spec.kind) as Fault | undefined
  if (fault === undefined) {
    const known = faults.map((one) => one.kind).join(', ')
    throw new UnknownFault(`faults: unknown kind "${spec.kind}"; known are ${known}`)
  }
  return fault
}

/** Parses one fault of a file strictly. */
export function parseFault(input: unknown, where: string): FaultSpec {
  const fault = kindOf((input ?? {}) as FaultSpec)
  const parsed = fault.spec.safeParse(input)
  if (parsed.success) return parsed.data
  const faultsFound = parsed.error.issues.map((issue) => `${issue.path.join('.') || fault.kind}: ${issue.message}`)
  throw new UnknownFault(`${where}: ${faultsFound.join('; ')}`)
}

export const armFault = (spec: FaultSpec, bench: Armed): void => kindOf(spec).arm(spec as never, bench)
export const describeFault = (spec: FaultSpec): string => kindOf(spec).describe(spec as never)

/**
 * Draws faults for a seed: each kind from a stream of its own, so that a new kind does not reshuffle old seeds. Each
 * has about one chance in six, so that most runs have two or three.
 */
export function drawFaults(streamOf: (name: string) => () => number, scene: Drawable): FaultSpec[] {
  const drawn: FaultSpec[] = []
  for (const fault of faults as readonly Fault[]) {
    const random = streamOf(`fault ${fault.kind}`)
    if (fault.draw !== undefined && random() < 1 / 6) drawn.push(parseFault(fault.draw(random, scene), 'drawn'))
  }
  return drawn
}
