import type { Ledger } from '../ledger/ledger.ts'
import type { GateRecord, WaitRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { gateCard } from './card.ts'
import { invite } from './invitation.ts'
import type { Standing } from './quorum.ts'

/** Parts of a gate's time after which whoever has not signed is asked again, and deputies are asked as well. */
const remindAfter = 0.5
const escalateAfter = 0.75

type Awaiting = Extract<Standing, { now: 'awaiting' }>

/** From when on deputies may sign. */
export const escalationOf = ({ openedAt, endsAt }: Pick<GateRecord, 'openedAt' | 'endsAt'>): number =>
  Math.round(openedAt + escalateAfter * (endsAt - openedAt))

export const reminderOf = (openedAt: number, limitSeconds: number): number =>
  Math.round(openedAt + remindAfter * limitSeconds * 1000)

/** When a gate next has something to say by itself; nothing when all was said. */
function nextWord(gate: GateRecord): number | undefined {
  if (gate.remindedAt === undefined) return reminderOf(gate.openedAt, (gate.endsAt - gate.openedAt) / 1000)
  return gate.escalatedAt === undefined ? escalationOf(gate) : undefined
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
  const due = nextWord(gate)
  if (due === undefined || world.now() < due) return
  const [record, plan, checks] = await Promise.all([
    ledger.release(release),
    ledger.plan(release),
    ledger.checks(release),
  ])
  if (record === undefined) return
  const card = gateCard(record, plan, gate, checks)
  const escalates = gate.remindedAt !== undefined
  const left = `${Math.max(1, Math.round((gate.endsAt - world.now()) / 60_000))} minutes are left`
  for (const { role, people } of awaiting.missing) {
    const deputies = escalates ? (gate.roles[role]?.deputies ?? []) : []
    const waitedFor = people.join(', ')
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
  if (!escalates) {
    await ledger.setDetail(release, wait.name, wait.attempt, { lookAt: escalationOf(gate) })
  }
  const facts = { gate: gate.gate, awaited: awaiting.missing.flatMap(({ people }) => people) }
  const what = escalates ? 'gate-escalated' : 'gate-reminded'
  await ledger.note(release, world.now(), what, facts, `${what}/${gate.gate}`)
}
