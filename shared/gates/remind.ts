import { durationWords } from '../evidence/duration-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { GateRecord, WaitRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { askEach } from './ask-each.ts'
import { gateCard } from './card.ts'
import { invite } from './invitation.ts'
import type { Standing } from './quorum.ts'
import { calledIn } from './who.ts'

/** Parts of a gate's time after which whoever has not signed is asked again, and deputies are asked as well. */
const remindAfter = 0.5
const escalateAfter = 0.75

type Awaiting = Extract<Standing, { now: 'awaiting' }>

/** From when on deputies may sign. */
export const escalationOf = ({ openedAt, endsAt }: Pick<GateRecord, 'openedAt' | 'endsAt'>): number =>
  Math.round(openedAt + escalateAfter * (endsAt - openedAt))

export const reminderOf = (openedAt: number, limitSeconds: number): number =>
  Math.round(openedAt + remindAfter * limitSeconds * 1000)

/** When a gate has something to say by itself: none must wait for a look that comes by chance. */
export const wordsOf = (openedAt: number, limitSeconds: number): number[] => [
  reminderOf(openedAt, limitSeconds),
  escalationOf({ openedAt, endsAt: openedAt + limitSeconds * 1000 }),
]

/** What a gate has to say now, if anything. After a long silence of ours deputies are asked at once. */
function wordNow(gate: GateRecord, now: number): 'reminder' | 'escalation' | undefined {
  if (gate.escalatedAt !== undefined) return undefined
  if (now >= escalationOf(gate)) return 'escalation'
  const due = gate.remindedAt === undefined && now >= reminderOf(gate.openedAt, (gate.endsAt - gate.openedAt) / 1000)
  return due ? 'reminder' : undefined
}

/**
 * Reminds those who are awaited at half of a gate's time; asks their deputies at three quarters, who may sign from then on.
 * Marked after it was sent, also when somebody could not be reached: nobody is asked again and again for another's mailbox.
 */
export async function remind(
  world: World,
  ledger: Ledger,
  wait: WaitRecord,
  gate: GateRecord,
  awaiting: Awaiting,
): Promise<void> {
  const { release } = wait
  const word = wordNow(gate, world.now())
  if (word === undefined) return
  const [record, plan, checks] = await Promise.all([
    ledger.release(release),
    ledger.plan(release),
    ledger.checks(release),
  ])
  if (record === undefined) return
  const card = gateCard(record, plan, gate, checks)
  const escalates = word === 'escalation'
  const left = `${durationWords(Math.max(60, (gate.endsAt - world.now()) / 1000))} are left`
  const asked = [...whomToAsk(gate, awaiting, escalates)].map(([person, { roles, standsInFor }]) => {
    const again =
      standsInFor === undefined
        ? `It still waits for you; ${left}.`
        : `You stand in for ${standsInFor}, who did not answer; ${left}.`
    return { person, ask: () => invite(world, ledger, { release, gate, person, roles, card, again }) }
  })
  await askEach(world, ledger, record, `gate "${gate.gate}"`, asked)
  await ledger.markGate(release, gate.gate, escalates ? 'escalatedAt' : 'remindedAt', world.now())
  const facts = { gate: gate.gate, awaited: awaiting.missing.flatMap(({ people }) => people) }
  const what = escalates ? 'gate-escalated' : 'gate-reminded'
  await ledger.note(release, world.now(), what, facts, `${what}/${gate.gate}`)
}

interface Asked {
  readonly roles: readonly string[]
  readonly standsInFor?: string
}

/** Each once, with every role that still needs them; deputies where nobody asks them for themselves. */
function whomToAsk(gate: GateRecord, { missing }: Awaiting, escalates: boolean): Map<string, Asked> {
  const asked = new Map<string, Asked>()
  for (const { role, people } of missing) {
    for (const person of people) asked.set(person, { roles: [...(asked.get(person)?.roles ?? []), role] })
  }
  if (!escalates) return asked
  for (const { role, people } of missing) {
    for (const person of gate.roles[role]?.deputies ?? []) {
      if (!asked.has(person))
        asked.set(person, { roles: [role], standsInFor: people.map((one) => calledIn(gate, one)).join(', ') })
    }
  }
  return asked
}
