import { WrongInput } from '../../shared/errors.ts'
import { momentWords } from '../../shared/evidence/moment-words.ts'
import { missingWords, standing } from '../../shared/gates/quorum.ts'
import type { GateRecord, SignRecord } from '../../shared/ledger/records.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { NotPossible } from '../aws/errors.ts'
import { knownRelease } from '../aws/known-release.ts'
import { say } from '../aws/say.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'

export interface SignWish {
  readonly say: 'sign' | 'reject'
  /** Not needed while one gate alone is open. */
  readonly gate?: string
  /** Needed only by who may sign for several roles. */
  readonly role?: string
  readonly reason?: string
}

/** Signs or rejects at a gate as the IAM identity that runs the command. */
export async function sign(tidegate: Tidegate, release: string, wish: SignWish, out: Out): Promise<number> {
  const record = await knownRelease(tidegate, release)
  const gate = await gateOf(tidegate, release, wish.gate)
  refuseDecided(gate, release, await tidegate.ledger.signs(release, gate.gate))
  const { person } = await tidegate.identity()
  const before = (await tidegate.ledger.signs(release, gate.gate)).find(
    (one) => one.person === person && one.decision !== 'break-glass',
  )
  if (before !== undefined) throw new NotPossible(`you have decided already: ${signWords(before)}; nothing was changed`)
  const { gate: name } = gate
  const { written, stands } = await say(tidegate, {
    say: wish.say,
    release,
    gate: name,
    // What this command line saw: when it changes meanwhile, nothing is signed.
    signedDigest: gate.signedDigest,
    ...(wish.role !== undefined && { role: wish.role }),
    ...(wish.reason !== undefined && { reason: wish.reason }),
  })
  if (!written) throw new NotPossible(`gate "${name}" of ${release} stands ${stands}; nothing was changed`)
  const now = standing(gate, await tidegate.ledger.signs(release, name))
  const next =
    now.now === 'awaiting' ? `awaits ${missingWords(now)}` : now.now === 'opened' ? 'the gate opens' : 'it ends'
  tellOut(out, [`${stands} at gate "${name}" of ${release} (${record.system} ${record.version})`, next], {
    release,
    gate: name,
    person,
    stands,
    next: now,
  })
  return exitCodes.released
}

async function gateOf({ ledger }: Tidegate, release: string, asked: string | undefined): Promise<GateRecord> {
  const { gates } = await ledger.everything(release)
  const open = gates.filter((gate) => gate.decision === undefined)
  const found =
    asked === undefined ? (open.length === 1 ? open[0] : undefined) : gates.find((one) => one.gate === asked)
  if (found !== undefined) return found
  const newest = gates.toSorted((a, b) => b.openedAt - a.openedAt)[0]
  if (asked === undefined && open.length === 0 && newest !== undefined) return newest
  const known = gates.map((gate) => gate.gate).join(', ') || 'none yet'
  throw new WrongInput(
    asked === undefined
      ? `release ${release} has no gate open; nothing was changed; gates so far: ${known}`
      : `release ${release} has no gate "${asked}" open; nothing was changed; gates so far: ${known}`,
  )
}

/** Tells who decided what, and when. */
function refuseDecided(gate: GateRecord, release: string, signs: readonly SignRecord[]): void {
  if (gate.decision === undefined || gate.decidedAt === undefined) return
  const who = signs.map(signWords).join(', ') || gate.because
  throw new NotPossible(
    `gate "${gate.gate}" of ${release} was ${gate.decision} at ${momentWords(gate.decidedAt)}: ${who}; nothing was changed`,
  )
}

const didWords = (decision: SignRecord['decision'], role: string): string =>
  decision === 'break-glass' ? 'broke the glass' : `${decision === 'sign' ? 'signed' : 'rejected'} as ${role}`

const signWords = ({ person, role, decision, at, reason }: SignRecord): string =>
  `${person} ${didWords(decision, role)} at ${momentWords(at)}${reason === undefined ? '' : ` (${reason})`}`
