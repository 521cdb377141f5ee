import type { Key } from './store.ts'

/**
 * Where each record lives. A part that is followed by another one is escaped, so that two different records can never
 * share a key, whatever people, checks and resources are called.
 */
const part = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23')

export const releasePartition = (release: string): string => `RELEASE#${release}`
const of = (release: string, sk: string): Key => ({ pk: releasePartition(release), sk })

export const releaseKey = (release: string): Key => of(release, 'RELEASE')
export const planKey = (release: string): Key => of(release, 'PLAN')
export const beforeKey = (release: string, resource: string): Key => of(release, `BEFORE#${resource}`)
export const lineKey = (release: string, resource: string, step: number): Key =>
  of(release, `LINE#${part(resource)}#${String(step).padStart(3, '0')}`)
export const undoKey = (release: string, resource: string): Key => of(release, `UNDO#${resource}`)
export const waitKey = (release: string, name: string): Key => of(release, `WAIT#${name}`)
export const gateKey = (release: string, gate: string): Key => of(release, `GATE#${gate}`)
export const signPrefix = (gate: string): string => `SIGN#${part(gate)}#`
export const signKey = (release: string, gate: string, person: string): Key => of(release, signPrefix(gate) + person)
/** Besides their signature, which stands. */
export const glassKey = (release: string, gate: string, person: string): Key =>
  of(release, `${signPrefix(gate)}${part(person)}#glass`)
export const inviteKey = (release: string, about: string, person: string): Key =>
  of(release, `INVITE#${part(about)}#${person}`)
export const linkKey = (link: string): Key => ({ pk: `LINK#${link}`, sk: 'LINK' })
export const holdKey = (release: string, point: string): Key => of(release, `HOLD#${point}`)
export const checkPrefix = (phase: string): string => `CHECK#${part(phase)}#`
export const checkKey = (release: string, phase: string, check: string): Key => of(release, checkPrefix(phase) + check)
export const eventKey = (release: string, at: number, id: string): Key =>
  of(release, `EVENT#${String(at).padStart(15, '0')}#${id}`)
/** An event that is told once whatever the hour: its time is in the record and not in its key. */
export const eventOnceKey = (release: string, id: string): Key => of(release, `EVENT#once#${id}`)

/** An asking that was heard. */
export const heardKey = (release: string, once: string): Key => of(release, `HEARD#${once}`)

export const openPartition = 'OPEN'
export const openKey = (system: string, environment: string, version: string): Key => ({
  pk: openPartition,
  sk: `${part(system)}#${part(environment)}#${version}`,
})
export const lockKey = (system: string, environment: string): Key => ({
  pk: `LOCK#${part(system)}#${environment}`,
  sk: 'LOCK',
})
export const liveKey = (system: string, environment: string): Key => ({
  pk: `LIVE#${part(system)}#${environment}`,
  sk: 'LIVE',
})
export const wakePartition = (key: string): string => `WAKE#${key}`
export const wakeKey = (key: string, release: string, wait: string): Key => ({
  pk: wakePartition(key),
  sk: `${part(release)}#${wait}`,
})

export const slackKey = (release: string): Key => of(release, 'SLACK')
/** Releases whose message is not yet at its last word. */
export const slackPartition = 'SLACK'
export const slackPendingKey = (release: string): Key => ({ pk: slackPartition, sk: release })
export const slackDeliveryKey = (delivery: string): Key => ({ pk: `SLACK#${part(delivery)}`, sk: 'DELIVERY' })
