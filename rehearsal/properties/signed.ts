import type { Everything } from '../../shared/ledger/ledger.ts'
import type { GateRecord, SignRecord } from '../../shared/ledger/records.ts'
import type { Write } from '../../shared/ledger/store.ts'
import type { Run } from '../rehearse.ts'
import type { Property } from './port.ts'

/**
 * A gate that opened, counted anew from its signatures: each of another person, who may sign as that, for what was asked
 * and in time. And whatever only looks at a page has decided nothing.
 */
export const signed: Property = {
  name: 'a gate opens by the signatures that it asks for, each given once by a person, and nobody decides by looking',
  broken(run) {
    const looked = decidedByLooking(run)
    if (looked !== undefined) return looked
    const all = run.everything
    if (all === undefined) return undefined
    for (const gate of all.gates) {
      if (gate.decision !== 'opened') continue
      const broken = unsigned(gate, all)
      if (broken !== undefined) return `gate "${gate.gate}" opened, and ${broken}`
    }
    return undefined
  },
}

function unsigned(gate: GateRecord, { signs, release, plan }: Everything): string | undefined {
  const valid = signs.filter((sign) => sign.gate === gate.gate && sign.signedDigest === gate.signedDigest)
  if (valid.some((sign) => sign.decision === 'reject')) return 'somebody had rejected it'
  if (valid.some((sign) => sign.decision === 'break-glass')) return undefined
  const requesterMay = plan.gates.find((one) => one.name === gate.gate)?.requesterMaySign === true
  const own = valid.find((sign) => sign.person === release.requester)
  if (own !== undefined && !requesterMay) return `${own.person} signed for their own release`
  const late = valid.find((sign) => sign.at > gate.endsAt)
  if (late !== undefined) return `${late.person} signed after its end`
  for (const [role, { count, people, deputies = [] }] of Object.entries(gate.roles)) {
    const may = (sign: SignRecord) =>
      people.includes(sign.person) ||
      (deputies.includes(sign.person) && gate.escalatesAt !== undefined && sign.at >= gate.escalatesAt)
    const counts = (sign: SignRecord) => (gate.severalRoles === true || sign.role === role) && may(sign)
    const counted = new Set(valid.filter(counts).map((sign) => sign.person))
    if (counted.size < count) return `${counted.size} of ${count} × ${role} have signed it`
  }
  return undefined
}

/** A decision that a request wrote which was only to show a page. */
function decidedByLooking(run: Run): string | undefined {
  const looking = new Map<number, string>()
  for (const { invocation, function: name, input } of run.invocations) {
    const method = (input as Shown | undefined)?.requestContext?.http?.method
    if (name === 'web' && (method === 'GET' || method === 'HEAD')) looking.set(invocation, method)
  }
  for (const { invocation, what, input } of run.calls) {
    if (!looking.has(invocation) || !what.startsWith('ledger:')) continue
    const decision = ((input as { write?: readonly Write[] }).write ?? []).find(decides)
    if (decision !== undefined) return `a ${looking.get(invocation)} of a page wrote ${JSON.stringify(decision)}`
  }
  return undefined
}
interface Shown {
  readonly requestContext?: { readonly http?: { readonly method?: string } }
}

function decides(write: Write): boolean {
  if ('put' in write) return write.put.sk.startsWith('SIGN#')
  return 'set' in write && ['answer', 'decision', 'halt', 'resolvedBy'].some((name) => name in write.to)
}
