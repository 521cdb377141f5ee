import { ChangeFailed } from '../../errors.ts'
import type { Change, Percent } from '../port.ts'
import { bySetId, type Member, normalName, zoneId } from '../route53/group.ts'
import type { Image, Side, Target } from './target.ts'

/**
 * The group with so many percent on the side that users are to go to. Weights are shares of 100, so they read as
 * percent and are never all zero, which Route 53 takes for equal traffic to all.
 */
export function weighted(target: Target, now: Image, percent: Percent): Image {
  if (percent === 0) return now
  const simple = now.records.find(({ setId }) => setId === null)
  const from = simple ?? find(now, target.members[target.from]!)
  const moved = Object.entries(target.members).flatMap(([name, side]) => {
    const found = name === target.from ? from : find(now, side)
    // A third side (the page) that has no record gets none by this move.
    if (found === undefined && name !== target.from && name !== target.to) return []
    const weight = name === target.to ? percent : name === target.from ? 100 - percent : 0
    return [member(target, side, found, weight, from)]
  })
  // What belongs to no side of this move has weight 0, or it would not have been captured: it stays so.
  const others = now.records.filter((one) => one !== simple && !moved.some(({ setId }) => setId === one.setId))
  const ttl = moved.find((one) => one.ttl !== null)?.ttl ?? null
  const records = [...moved, ...others.map((one) => (one.ttl === null || ttl === null ? one : { ...one, ttl }))]
  return { records: records.sort(bySetId) }
}

const find = (image: Image, { setId }: Side): Member | undefined => image.records.find((one) => one.setId === setId)

function member(
  { ttl }: Target,
  side: Side,
  found: Member | undefined,
  weight: number,
  like: Member | undefined,
): Member {
  const values = found === undefined ? (side.value === undefined ? null : [side.value]) : found.values
  const alias =
    found === undefined
      ? side.alias && {
          zone: zoneId(side.alias.zone),
          dnsName: normalName(side.alias.dnsName),
          evaluate: like?.alias?.evaluate ?? false,
        }
      : found.alias
  return {
    setId: side.setId,
    weight,
    // All members have the same TTL. One that was lowered for the cutover stays lowered; it is dns-ttl's to restore.
    ttl: alias ? null : Math.min(ttl, found?.ttl ?? like?.ttl ?? ttl),
    values,
    alias: alias ?? null,
    healthCheck: side.healthCheck ?? found?.healthCheck ?? null,
  }
}

/**
 * An image with the TTL that is there now: a TTL is dns-ttl's, which lowers it between the before-image and the move and
 * restores it last; shares and values are this kind's. All members of a group have the same.
 */
export function withTtlOf(found: Image, image: Image): Image {
  const ttl = found.records.find((one) => one.ttl !== null)?.ttl
  if (ttl === undefined || ttl === null) return image
  return { records: image.records.map((one) => (one.ttl === null ? one : { ...one, ttl })) }
}

export const oursWithTtlOf = (found: Image, change: Pick<Change<Image>, 'ours'>): Pick<Change<Image>, 'ours'> => ({
  ours: change.ours.map((one) => withTtlOf(found, one)),
})

/** @throws {ChangeFailed} when what is at the name is not what the plan knows: shares would be of something else */
export function mustFit(target: Target, { records }: Image): void {
  const { name, type, members, from } = target
  const refuse = (why: string) =>
    new ChangeFailed(`${name} ${type}`, `${why}; nothing was changed; mend the plan's environment or the zone`)
  if (records.length === 0)
    throw refuse('no such record; a name is never made by a move: create it, pointing at a page')
  if (!records.some((one) => one.setId === null)) {
    if (!records.some(({ setId }) => setId === members[from]!.setId)) {
      throw refuse(`none of its records has the set id "${members[from]!.setId}" of side ${from}`)
    }
    if (records.every(({ weight }) => weight === 0))
      throw refuse('all its weights are 0, which is equal traffic to all')
  }
  for (const record of records) {
    const known =
      record.setId === null ? members[from] : Object.values(members).find(({ setId }) => setId === record.setId)
    if (known === undefined && record.weight === 0) continue
    if (known === undefined) {
      throw refuse(`its record "${record.setId}" belongs to no side of the move and has a weight of ${record.weight}`)
    }
    if (!points(record, known))
      throw refuse(`its record "${record.setId ?? 'simple'}" points at ${pointsAt(record)}, not at ${pointsAt(known)}`)
  }
}

const points = (record: Member, side: Side): boolean =>
  side.alias === undefined
    ? record.values?.length === 1 && record.values[0] === side.value
    : record.alias?.dnsName === normalName(side.alias.dnsName) && record.alias.zone === zoneId(side.alias.zone)

const pointsAt = (one: Member | Side): string =>
  one.alias?.dnsName ?? ('values' in one ? one.values?.join(' ') : (one as Side).value) ?? 'nothing'

export const tellShares = ({ records }: Image): string => {
  const sum = records.reduce((all, { weight }) => all + (weight ?? 0), 0)
  return records
    .map((one) =>
      one.setId === null ? `simple ${pointsAt(one)}` : `${one.setId} ${percentOf(one.weight ?? 0, sum)} %`,
    )
    .join(', ')
}
const percentOf = (weight: number, sum: number): number => (sum === 0 ? 0 : Math.round((weight / sum) * 1000) / 10)
