import { ledger as open } from '../ledger/index.ts'
import type { Everything } from '../ledger/ledger.ts'
import type { GateRecord, HoldRecord, LinkRecord, SignRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { isOurs, parseLink } from './link.ts'
import { standing } from './quorum.ts'
import { calledIn } from './who.ts'

/** Requests of one link in one minute; a person needs a handful, a scanner some dozen. */
const askedPerMinuteMax = 60

/** What a personal link leads to, now. */
export type Visit =
  /** No link of ours: mistyped, forged, or signed with a key that is out of use. Nothing more is told. */
  { readonly is: 'unknown' } | { readonly is: 'too-often' } | Question

/** A question to one person, and what became of it. */
export interface Question {
  readonly is: 'open' | 'decided' | 'expired' | 'superseded'
  readonly link: LinkRecord
  readonly person: string
  /** As pages call them. */
  readonly called: string
  /** They have signed, and may still break the glass: who signs early must not be helpless when the others cannot be reached. */
  readonly mayBreak?: true
  readonly about: { readonly gate: GateRecord } | { readonly hold: HoldRecord }
  readonly everything: Everything
}

/**
 * Follows a link, and decides nothing: what reads people's mail for them follows links too, twice and in parallel.
 * Remembers when it was first followed, and how often in this minute.
 */
export async function visit(world: World, token: string): Promise<Visit> {
  const parsed = parseLink(token)
  if (parsed === undefined) return { is: 'unknown' }
  const ledger = open(world.store)
  const link = await ledger.link(parsed.link)
  if (link === undefined || !(await isOurs(world, parsed, link))) return { is: 'unknown' }
  if ((await ledger.askLink(link, world.now())) > askedPerMinuteMax) return { is: 'too-often' }
  await ledger.markOpened(link.release, link.about, link.person, world.now())
  const everything = await ledger.everything(link.release)
  const about = aboutOf(link, everything)
  if (about === undefined) return { is: 'unknown' }
  const called = calledIn('gate' in about ? about.gate : about.hold, link.person)
  const is = stateOf(world, link, about, everything)
  const mayBreak =
    is === 'decided' && 'gate' in about && mayStillBreak(about.gate, link.person, everything, world.now())
  return { is, ...(mayBreak && { mayBreak }), link, person: link.person, called, about, everything }
}

function mayStillBreak(gate: GateRecord, person: string, everything: Everything, now: number): boolean {
  const { outcome, backSince } = everything.release
  if ((gate.decision ?? outcome ?? backSince) !== undefined || now >= gate.endsAt) return false
  const signs = signsAt(gate, everything)
  const own = signs.filter((sign) => sign.person === person).map(({ decision }) => decision)
  const awaiting = standing(gate, signs).now === 'awaiting'
  return awaiting && gate.breakGlass?.includes(person) === true && own.length === 1 && own[0] === 'sign'
}

function aboutOf(link: LinkRecord, { gates, holds }: Everything): Question['about'] | undefined {
  const gate = gates.find((one) => link.about === `gate/${one.gate}`)
  if (gate !== undefined) return { gate }
  const hold = holds.find((one) => link.about === `hold/${one.point}`)
  return hold === undefined ? undefined : { hold }
}

function stateOf(world: World, link: LinkRecord, about: Question['about'], { signs, release }: Everything) {
  // On the way back nobody's answer is awaited any more, and none would be heard.
  const over = release.outcome !== undefined || release.backSince !== undefined
  if ('hold' in about) {
    if (about.hold.answer !== undefined || over) return 'decided'
    return world.now() >= about.hold.endsAt ? 'expired' : 'open'
  }
  const { gate } = about
  if (gate.decision === 'expired') return 'expired'
  const own = signs.some((sign) => sign.gate === gate.gate && sign.person === link.person)
  if (own || gate.decision !== undefined || over) return 'decided'
  if (link.signedDigest !== gate.signedDigest) return 'superseded'
  return world.now() >= gate.endsAt ? 'expired' : 'open'
}

export const signsAt = ({ gate }: GateRecord, { signs }: Pick<Everything, 'signs'>): readonly SignRecord[] =>
  signs.filter((sign) => sign.gate === gate)

/** What a person types to show that they mean this release: `serveml 2.4.0`. */
export const shortName = ({ system, version }: { readonly system: string; readonly version: string }): string =>
  `${system} ${version}`

/** Written on a telephone: upper case, spaces and dashes are as they come. */
export const typedRight = (typed: string, release: { readonly system: string; readonly version: string }): boolean =>
  plain(typed) === plain(shortName(release))
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
