import { durationWords } from '../evidence/duration-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { GateRecord, WaitRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
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
 * Marked after it was sent: a request twice is better than a request never.
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
  for (const { role, people } of awaiting.missing) {
    const deputies = escalates ? (gate.roles[role]?.deputies ?? []) : []
    const waitedFor = people.map((one) => calledIn(gate, one)).join(', ')
    await Promise.all([
      ...people.map((person) =>
        invite(world, ledger, { release, gate, person, role, card, again: `It still waits for you; ${left}.` }),
      ),
      ...deputies.map((person) =>
        invite(world, ledger, {
          release,
          gate,
          person,
          role,
          card,
          again: `You stand in for ${waitedFor}, who did not answer; ${left}.`,
        }),
      ),
    ])
  }
  await ledger.markGate(release, gate.gate, escalates ? 'escalatedAt' : 'remindedAt', world.now())
  const facts = { gate: gate.gate, awaited: awaiting.missing.flatMap(({ people }) => people) }
  const what = escalates ? 'gate-escalated' : 'gate-reminded'
  await ledger.note(release, world.now(), what, facts, `${what}/${gate.gate}`)
}
