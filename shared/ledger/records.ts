import type { FunctionName } from '../world.ts'
import type { Json } from './store.ts'

/**
 * What the ledger holds, by record. Every record carries `schema`; what runs at the alias `live` reads every earlier
 * one. Times are milliseconds since 1970.
 */
export const schema = 1

export type Outcome = 'released' | 'refused' | 'rolled-back' | 'stuck'

/** One per release; `pk: RELEASE#<id>, sk: RELEASE`. */
export interface ReleaseRecord {
  readonly schema: number
  readonly release: string
  readonly system: string
  readonly environment: string
  readonly version: string
  /** The execution that started it. */
  readonly execution: string
  /** Whose execution owns it now: the release's, or the claimant's. */
  readonly owner: string
  /** 0 until locked; the lock sets 1; each claim of the way back adds 1. */
  readonly epoch: number
  readonly openedAt: number
  readonly requester?: string
  readonly reason?: string
  /** Checks that the requester asked to waive, by name; the gate grants them. */
  readonly waivers?: readonly string[]
  /** Check → why, where the requester said it. */
  readonly waiverReasons?: Readonly<Record<string, string>>
  readonly planDigest: string
  readonly manifestDigest: string
  readonly lockedAt?: number
  /** The bake's good end; after it nothing is undone any more. */
  readonly keptAt?: number
  /** When and why the way back was first asked for. */
  readonly backSince?: number
  readonly backBecause?: string
  /** How many ways back were started: the number in the newest one's name, never used twice. */
  readonly claims: number
  /** How the release is to end, written once before Close runs; `released` when kept. */
  readonly ending?: Outcome
  readonly endingBecause?: string
  /** Who closes it now, and how many Closes were started (as `claims`). */
  readonly closer?: string
  readonly closes: number
  /** How many of the claims and closes no longer count as deaths, because a person asked again. */
  readonly claimsForgiven?: number
  readonly closesForgiven?: number
  /** Written by Close, once; then the release is over. */
  readonly outcome?: Outcome
  readonly endedAt?: number
  /** How often a person took up the way back of a stuck release again. */
  readonly takenUp?: number
  /** Who signed that a stuck release needs no lock any more. */
  readonly resolvedBy?: string
  /** Somebody asked to stop at the next safe point; cleared by the answer of the hold. */
  readonly halt?: { readonly by: string; readonly reason: string; readonly at: number } & Proved
}

/** The image of a resource before this release touched it; written once, never changed. `sk: BEFORE#<resource>`. */
export interface BeforeRecord {
  readonly schema: number
  readonly resource: string
  readonly kind: string
  readonly action: string
  readonly image: Json
  readonly at: number
}

/** intended → applied → settled, or one of the ends. */
export type LineState = 'intended' | 'applied' | 'settled' | 'unchanged' | 'failed' | 'conflicted'
export type UndoState = 'undoing' | 'put-back' | 'undone' | 'stays' | 'asks' | 'failed' | 'conflicted'

/** One change of one resource (and step); `sk: LINE#<resource>#<step>` with step `000`…`100`. */
export interface LineRecord {
  readonly schema: number
  readonly resource: string
  readonly step: number
  readonly kind: string
  readonly action: string
  readonly phase: Phase
  readonly state: LineState
  /** The resolved target, so that the way back needs the journal alone. */
  readonly target: Json
  readonly aim: Json
  readonly mark?: Json
  /** What later actions may refer to by {from, field}. */
  readonly published?: Json
  readonly epoch: number
  /** Until then the call that intends it may still be running. */
  readonly deadline: number
  readonly intendedAt: number
  readonly appliedAt?: number
  readonly settledAt?: number
  readonly because?: string
}

/** The way back of one resource; `sk: UNDO#<resource>`. */
export interface UndoRecord {
  readonly schema: number
  readonly resource: string
  readonly kind: string
  readonly action: string
  readonly stage: Stage
  readonly state: UndoState
  readonly mark?: Json
  readonly epoch: number
  readonly deadline: number
  readonly startedAt: number
  readonly putBackAt?: number
  readonly undoneAt?: number
  readonly because?: string
}

export type Phase = 'preflight' | 'backup' | 'migrate' | 'deploy' | 'verify' | 'cutover' | 'bake' | 'rollback'
/** In the order in which they are undone, with a barrier between them. */
export const stages = ['exposure', 'services', 'migrations', 'rest', 'ttl'] as const
export type Stage = (typeof stages)[number]

/** (epoch, entered, retry): only a newer one may replace a wait. */
export interface Attempt {
  readonly epoch: number
  /** `$states.context.State.EnteredTime`, ms. */
  readonly entered: number
  readonly retry: number
}

export type WaitSubject = 'change' | 'undo' | 'checks' | 'gate' | 'hold' | 'bake' | 'ttl' | 'outcome'

/** A task token held until something happens; `sk: WAIT#<name>`, name = `<state>/<item>`. */
export interface WaitRecord {
  readonly schema: number
  readonly release: string
  readonly name: string
  readonly subject: WaitSubject
  /** Function (qualified ARN) whose look answers it, and its short name. */
  readonly function: string
  readonly functionName: FunctionName
  readonly attempt: Attempt
  readonly token: string
  readonly since: number
  /** Absolute; survives retries. */
  readonly endsAt: number
  readonly dueAt: number
  readonly tick: number
  readonly wakes: readonly string[]
  /** What its look needs to know: action and step, gate, resource, moment the watch began… */
  readonly detail: Readonly<Record<string, Json>>
  /** Written before the token is answered, so that whoever finds it unanswered sends the very same. */
  readonly answer?: WaitAnswer
  readonly answeredAt?: number
}
export type WaitAnswer = { readonly output: Json } | { readonly error: string; readonly cause: string }

/** A gate as it was opened; `sk: GATE#<name>`. */
export interface GateRecord {
  readonly schema: number
  readonly gate: string
  readonly openedAt: number
  readonly endsAt: number
  /** role → people who may sign for it, as resolved when the gate opened; deputies from `escalatesAt` on. */
  readonly roles: Readonly<Record<string, AskedRole>>
  /** Everybody who may be heard here, as their channels knew them when the gate opened. */
  readonly known?: Readonly<Record<string, KnownPerson>>
  /** Whether one signature counts for every role of its person. */
  readonly severalRoles?: boolean
  /** Who may break the glass: open the gate without its roles, never silently. */
  readonly breakGlass?: readonly string[]
  /** What became different since what is live, artifact by artifact, for those who sign. */
  readonly changed?: readonly string[]
  readonly escalatesAt?: number
  /** When reminders, and requests to deputies, were sent. */
  readonly remindedAt?: number
  readonly escalatedAt?: number
  readonly planDigest: string
  /** Digest of what is signed: plan, manifest, each check's name and verdict, waivers. */
  readonly signedDigest: string
  readonly waivers: readonly string[]
  readonly requestedAt?: number
  /** Who was written down last: whoever decides by signatures has read this one too. */
  readonly heard?: string
  readonly decidedAt?: number
  readonly decision?: 'opened' | 'rejected' | 'expired'
  readonly because?: string
}

export interface AskedRole {
  readonly count: number
  readonly people: readonly string[]
  readonly deputies?: readonly string[]
}
/** How a channel's proof leads to a person; kept, so that the evidence says who it was when the directory has moved on. */
export interface KnownPerson {
  readonly name?: string
  readonly mail?: string
  readonly slack?: string
  readonly iam?: string
}

/**
 * What brings one person to one question: a gate of a release (`gate/go`) or a hold (`hold/<point>`);
 * `sk: INVITE#<about>#<person>`. It holds no secret: a link is signed with a key that the ledger does not know.
 */
export interface InviteRecord {
  readonly schema: number
  readonly about: string
  readonly person: string
  readonly role?: string
  /** Random; what the link carries, and the key of LINK. */
  readonly link: string
  /** Digest of what was shown; of a gate only. */
  readonly signedDigest?: string
  readonly sentAt: number
  readonly endsAt: number
  /** When the link was first fetched: by its person, or by whatever reads their mail for them. */
  readonly openedAt?: number
}
/** Where a link leads; `pk: LINK#<id>, sk: LINK`. */
export interface LinkRecord {
  readonly schema: number
  readonly link: string
  readonly release: string
  readonly about: string
  readonly person: string
  readonly signedDigest?: string
  readonly endsAt: number
  /** Requests within `minute` (minutes since 1970), so that one link cannot be asked for ever. */
  readonly minute?: number
  readonly asked?: number
}

/** What proved who somebody is; whom AWS named, and never what it was named by. */
export interface Proved {
  /** Their link alone, or also that they had signed in; a signature with their AWS credentials; Slack. */
  readonly proved?: 'link' | 'link+login' | 'iam' | 'slack'
  readonly arn?: string
}

/** One person's decision at a gate, written once; `sk: SIGN#<gate>#<person>`, and `…#glass` of a glass that they broke. */
export interface SignRecord extends Proved {
  readonly schema: number
  readonly gate: string
  readonly person: string
  readonly role: string
  readonly decision: 'sign' | 'reject' | 'break-glass'
  readonly reason?: string
  readonly at: number
  readonly channel: string
  readonly signedDigest: string
  /** One person broke the glass, and answers to a review for it. */
  readonly review?: boolean
  /** Address and program that it came from, where the channel knows them. */
  readonly from?: string
  readonly with?: string
}

/** A hold as it was entered and answered; `sk: HOLD#<point>#<n>`. */
export interface HoldRecord extends Proved {
  readonly schema: number
  readonly point: string
  readonly because: string
  readonly openedAt: number
  readonly endsAt: number
  readonly byDefault: HoldAnswer
  /** Who may answer: the people of the gates, their deputies, and whoever is on call. Nobody: whoever may decide at all. */
  readonly known?: Readonly<Record<string, KnownPerson>>
  readonly answer?: HoldAnswer
  readonly answeredBy?: string
  readonly answeredAt?: number
  readonly reason?: string
  /** As it is of a signature; absent of what nobody said, and of what was said before it was recorded. */
  readonly channel?: string
  readonly from?: string
  readonly with?: string
}
/** By which way an answer came, and what proved whose it is. */
export type AnswerOrigin = Pick<HoldRecord, 'channel' | 'from' | 'with' | 'proved' | 'arn'>
export type HoldAnswer = 'go-on' | 'step-back' | 'roll-back'

/** The newest result of one check in one phase; `sk: CHECK#<phase>#<check>`. */
export interface CheckRecord {
  readonly schema: number
  readonly phase: string
  readonly check: string
  readonly kind: string
  readonly severity: 'blocker' | 'warning'
  readonly onFail: OnFail
  readonly verdict: 'pass' | 'fail' | 'unknown' | 'not-applicable'
  readonly seen?: string
  readonly bound?: string
  readonly because?: string
  readonly whatToDo?: string
  readonly where?: string
  /** For drawing: the number seen and its bound, in `unit`. */
  readonly value?: number
  readonly limit?: number
  readonly unit?: string
  /** Further facts of the look (share seen per side, requests…), as the check gave them. */
  readonly facts?: Readonly<Record<string, string | number>>
  readonly at: number
}
export type OnFail = 'refuse' | 'tripwire' | 'goal' | 'neighbour' | 'tell'

/** Append-only, for evidence; `sk: EVENT#<at, 15 digits>#<id>`. */
export interface EventRecord {
  readonly schema: number
  readonly at: number
  readonly what: string
  readonly facts: Readonly<Record<string, Json>>
}

/** The message in Slack that tells a release, and what its thread has told; `sk: SLACK`. */
export interface SlackRecord {
  readonly schema: number
  readonly channel: string
  /** Slack's name of the message in its channel; absent until it is posted. */
  readonly ts?: string
  /** Digest of the card as it stands. */
  readonly card?: string
  /** Keys of what the thread has told, in order. */
  readonly told: readonly string[]
  /** Who writes to Slack now, and until when; nobody else does meanwhile. */
  readonly holder?: string
  readonly until?: number
  /** Raised by whoever found it held: then the holder looks once more. */
  readonly wanted: number
  /** Slack asked for peace until then. */
  readonly notBefore?: number
}

/** Traffic as it was asked and seen, for drawing; an EVENT with what `traffic`, facts {asked, seen, requests}. */

export interface OpenEntry {
  readonly release: string
  readonly system: string
  readonly environment: string
  readonly version: string
}
export interface LockRecord {
  readonly schema: number
  readonly release: string
  readonly owner: string
  readonly epoch: number
  readonly at: number
}
/** What Tidegate last released; `pk: LIVE#<system>#<environment>`. */
export interface LiveRecord {
  readonly schema: number
  readonly release: string
  readonly version: string
  readonly manifest: Readonly<Record<string, string>>
  readonly at: number
}
