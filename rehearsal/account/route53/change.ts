import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53'
import { AwsError } from '../port.ts'
import { alike, fullName, idOf, inOrder, normal } from './records.ts'

/**
 * Applies a batch to a copy, all or nothing.
 *
 * @throws {InvalidChangeBatch} with every reason, as Route 53 tells them: in brackets, separated by commas
 */
export function applyBatch(
  records: readonly ResourceRecordSet[],
  changes: readonly Change[],
  zoneName: string,
): ResourceRecordSet[] {
  const now = new Map(records.map((set) => [idOf(set), set]))
  const wrong: string[] = []
  for (const { Action, ResourceRecordSet: given } of changes) {
    const set = normal(given ?? { Name: '', Type: 'A' })
    const told = tell(set)
    const current = now.get(idOf(set))
    const fault = faultOf(set, zoneName)
    if (fault !== undefined) wrong.push(`${fault} ${told}`)
    else if (Action === 'CREATE' && current !== undefined) {
      wrong.push(`Tried to create resource record set ${told} but it already exists`)
    } else if (Action === 'DELETE' && current === undefined) {
      wrong.push(`Tried to delete resource record set ${told} but it was not found`)
    } else if (Action === 'DELETE' && !alike(current as ResourceRecordSet, set)) {
      wrong.push(`Tried to delete resource record set ${told} but the values provided do not match the current values`)
    } else if (Action === 'DELETE') now.delete(idOf(set))
    else now.set(idOf(set), set)
  }
  const after = [...now.values()].sort(inOrder)
  wrong.push(...groupFaults(after))
  if (wrong.length > 0) throw new AwsError('InvalidChangeBatch', `[${wrong.join(', ')}]`, 400, { messages: wrong })
  return after
}

function faultOf(set: ResourceRecordSet, zoneName: string): string | undefined {
  const zone = fullName(zoneName)
  if (set.Name !== zone && !set.Name?.endsWith(`.${zone}`))
    return `RRSet with DNS name ${set.Name} is not permitted in zone ${zone}`
  if ((set.AliasTarget === undefined) === (set.ResourceRecords === undefined)) {
    return 'Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]]'
  }
  if (set.AliasTarget !== undefined && set.TTL !== undefined) return 'Invalid request: alias records have no TTL'
  if (set.Weight !== undefined && (set.Weight < 0 || set.Weight > 255))
    return 'Invalid request: Weight must be 0 to 255'
  if (set.Weight !== undefined && set.SetIdentifier === undefined) {
    return "Invalid request: Missing field 'SetIdentifier' in"
  }
  return undefined
}

/** Members of a group agree on policy and TTL; a name with a CNAME has nothing else. */
function groupFaults(records: readonly ResourceRecordSet[]): string[] {
  const groups = Map.groupBy(records, (set) => `${set.Name} ${set.Type}`)
  const wrong: string[] = []
  for (const members of groups.values()) {
    const [first] = members
    if (members.length > 1 && members.some((set) => set.SetIdentifier === undefined)) {
      wrong.push(`RRSet ${tell(first as ResourceRecordSet)} conflicts with a record set of another routing policy`)
    }
    const ttls = new Set(members.filter(({ AliasTarget }) => AliasTarget === undefined).map(({ TTL }) => TTL))
    if (ttls.size > 1) wrong.push(`The TTLs of the record sets ${tell(first as ResourceRecordSet)} differ`)
  }
  return wrong
}

const tell = (set: ResourceRecordSet): string => {
  const id = set.SetIdentifier === undefined ? '' : `, set-identifier='${set.SetIdentifier}'`
  return `[name='${set.Name}', type='${set.Type}'${id}]`
}
