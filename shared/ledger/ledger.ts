import type { ReleasePlan } from '../plan/release-plan.ts'
import type * as R from './records.ts'
import type { Json } from './store.ts'

/**
 * The durable record of every release. Decisions are conditional writes, decided by strongly consistent reads.
 *
 * `ledger(store)` in `index.ts` implements it once, over the Store port, so that a rehearsal's ledger cannot differ
 * from production's. Any method may run twice with the same arguments: finding its own work done is success.
 */
export interface Ledger {
  // -- opening and ending
  /** Writes RELEASE, PLAN and the open entry together. A second start of the same version, or a known id, is told so. */
  open(
    record: R.ReleaseRecord,
    plan: ReleasePlan,
  ): Promise<{ opened: true } | { opened: false; openBy: string } | { opened: false; known: R.ReleaseRecord }>
  release(id: string): Promise<R.ReleaseRecord | undefined>
  plan(id: string): Promise<ReleasePlan>
  openReleases(): Promise<R.OpenEntry[]>
  live(system: string, environment: string): Promise<R.LiveRecord | undefined>
  /** How it is to end; the first writer wins and everybody gets what stands. Refuses 'released' unless kept. */
  setEnding(id: string, ending: R.Outcome, because: string): Promise<{ ending: R.Outcome; because: string }>
  /**
   * The outcome, once. In the same transaction the open entry ends, the lock is freed (unless stuck), and with `released`
   * what is live is written: so that nobody starts from what is live no more.
   */
  setOutcome(id: string, outcome: R.Outcome, at: number): Promise<R.Outcome>
  /** `once` names this asking, so that it is heard once: asked with it again after the halt is over, it is answered `again`. */
  askHalt(id: string, halt: NonNullable<R.ReleaseRecord['halt']>, once?: string): Promise<boolean | 'again'>
  clearHalt(id: string): Promise<void>

  // -- lock, epoch, claim
  takeLock(
    id: string,
    owner: string,
    at: number,
  ): Promise<{ taken: true; epoch: number } | { taken: false; holder: string }>
  lock(system: string, environment: string): Promise<R.LockRecord | undefined>
  /** Only of the release that holds it; a stuck release keeps its lock, unless people resolved it by name. */
  freeLock(id: string, resolvedBy?: string): Promise<void>
  /**
   * Becomes the owner of the way back and raises the epoch, unless somebody else became it since `described` (the
   * owner that the caller found and knows to be closed; its own ARN when it claims again). The same owner claiming
   * again gets the epoch it has. A person may take up again what is stuck: it is open once more, without an ending;
   * unless people have resolved it, because then somebody else may hold the lock. `n` is the number in the name of the
   * execution that claims for a person, and is counted with the claim.
   */
  claim(
    id: string,
    by: string,
    described: string,
    because: string,
    at: number,
    options?: { readonly person?: boolean; readonly n?: number },
  ): Promise<
    | { answer: 'claimed'; epoch: number }
    | { answer: 'kept' }
    | { answer: 'ended'; outcome: R.Outcome }
    | { answer: 'resolved'; by: string }
    | { answer: 'raced'; owner: string }
  >
  /** The bake's good end; fails when the epoch moved. */
  keep(id: string, epoch: number, at: number): Promise<boolean>
  /** As claim, for the closer. */
  claimClose(
    id: string,
    by: string,
    described: string | undefined,
  ): Promise<
    { answer: 'claimed'; n: number } | { answer: 'ended'; outcome: R.Outcome } | { answer: 'raced'; closer: string }
  >
  /**
   * The next number for a rollback's or close's execution name (`claims`, `closes`), counted so that deaths
   * can be. True for one caller only: who was not told so reads the number that stands. With `back`, since when and why
   * the way back is asked for is written too: from then on the release cannot be kept any more.
   */
  countRollback(id: string, expected: number, back?: { because: string; at: number }): Promise<boolean>
  countClose(id: string, expected: number): Promise<boolean>

  // -- journal
  before(id: string, resource: string): Promise<R.BeforeRecord | undefined>
  /** Written once; answers what stands. */
  putBefore(id: string, record: R.BeforeRecord): Promise<R.BeforeRecord>
  line(id: string, resource: string, step: number): Promise<R.LineRecord | undefined>
  /** Creates the line once; when it exists, answers it unchanged. */
  intend(id: string, line: R.LineRecord): Promise<{ created: boolean; line: R.LineRecord }>
  /** Raises the deadline of a line that is still intended, for a later attempt. */
  raise(id: string, resource: string, step: number, deadline: number, epoch: number): Promise<boolean>
  /** Moves a line on; only forward (intended → applied → settled | failed | conflicted; unchanged only as created). */
  move(
    id: string,
    resource: string,
    step: number,
    to: Partial<R.LineRecord> & { state: R.LineState },
  ): Promise<R.LineRecord>
  lines(id: string): Promise<R.LineRecord[]>
  undo(id: string, resource: string): Promise<R.UndoRecord | undefined>
  undos(id: string): Promise<R.UndoRecord[]>
  /** Creates or replaces (a newer epoch, or the same one again) the undo line of a resource that is not undone yet. */
  putUndo(id: string, undo: R.UndoRecord): Promise<R.UndoRecord>
  moveUndo(id: string, resource: string, to: Partial<R.UndoRecord> & { state: R.UndoState }): Promise<R.UndoRecord>

  // -- waits
  /**
   * Only a newer attempt replaces a wait, and wake keys are written with it. `endsAt`, `since` and `detail.watchSince` of
   * the former one are kept, unless that one belongs to an earlier epoch or had its good answer: then it is another wait.
   */
  register(
    wait: R.WaitRecord,
  ): Promise<{ registered: true; wait: R.WaitRecord } | { registered: false; newer: R.WaitRecord }>
  wait(release: string, name: string): Promise<R.WaitRecord | undefined>
  waits(release: string): Promise<R.WaitRecord[]>
  waitsByKey(key: string): Promise<{ release: string; name: string }[]>
  /** Claims one re-check message: true once per tick; sets the next due time. */
  claimTick(release: string, name: string, tick: number, dueAt: number): Promise<boolean>
  /** Sets these details and leaves the others; null removes one. */
  setDetail(release: string, name: string, attempt: R.Attempt, detail: Record<string, Json>): Promise<boolean>
  addWakes(release: string, name: string, attempt: R.Attempt, keys: string[]): Promise<void>
  /** Decides the answer; the first one stands and is returned. */
  answering(
    release: string,
    name: string,
    attempt: R.Attempt,
    answer: R.WaitAnswer,
  ): Promise<R.WaitAnswer | 'superseded'>
  /** The token has it: nothing wakes this wait any more. */
  answered(release: string, name: string, attempt: R.Attempt, at: number): Promise<void>

  // -- people
  openGate(id: string, gate: R.GateRecord): Promise<R.GateRecord>
  gate(id: string, gate: string): Promise<R.GateRecord | undefined>
  markRequested(id: string, gate: string, at: number): Promise<boolean>
  /**
   * One decision per person and gate, while the gate is open; the first stands. Breaking the glass is another one, which
   * who has signed may still make. Where what was read of the gate is given,
   * only while nobody has been heard since.
   */
  sign(id: string, sign: R.SignRecord, read?: Pick<R.GateRecord, 'heard'>): Promise<Signed>
  signs(id: string, gate: string): Promise<R.SignRecord[]>
  /**
   * Decides a gate once, by signatures that were read after the gate was. Answers it as it stands: undecided when somebody
   * has been heard since, and then is to be read again.
   */
  decideGate(
    id: string,
    gate: Pick<R.GateRecord, 'gate' | 'heard'>,
    decision: NonNullable<R.GateRecord['decision']>,
    because: string,
    at: number,
  ): Promise<R.GateRecord>
  /** Marks a gate's reminder or escalation as sent; true for one caller only. */
  markGate(id: string, gate: string, what: 'remindedAt' | 'escalatedAt', at: number): Promise<boolean>
  /** Writes an invitation with its link; the first one of a person to a question stands and is answered. */
  invite(id: string, invite: R.InviteRecord): Promise<R.InviteRecord>
  link(link: string): Promise<R.LinkRecord | undefined>
  /** Counts a request of a link; answers how many there were in this minute, without end when too many raced. */
  askLink(link: R.LinkRecord, at: number): Promise<number>
  /** The first time that its link was fetched. */
  markOpened(id: string, about: string, person: string, at: number): Promise<boolean>
  openHold(id: string, hold: R.HoldRecord): Promise<R.HoldRecord>
  hold(id: string, point: string): Promise<R.HoldRecord | undefined>
  answerHold(
    id: string,
    point: string,
    answer: R.HoldAnswer,
    by: string,
    reason: string,
    at: number,
    origin?: R.AnswerOrigin,
  ): Promise<R.HoldRecord>

  // -- Slack
  slack(id: string): Promise<R.SlackRecord | undefined>
  /**
   * Becomes the one who writes to Slack about a release, until `until`; creates the record, and the entry of what is
   * pending, when there is none. Undefined while another holds it: then that one is told to look once more.
   */
  holdSlack(id: string, channel: string, holder: string, now: number, until: number): Promise<R.SlackRecord | undefined>
  /** Only of the holder; false when another took over. null removes. */
  setSlack(id: string, holder: string, to: { readonly [name in keyof R.SlackRecord]?: Json }): Promise<boolean>
  /** Ends a hold, unless somebody wanted another look since `wanted`: then false, and the hold goes on. */
  leaveSlack(id: string, holder: string, wanted: number): Promise<boolean>
  /** Releases whose message has not told their outcome yet. */
  slackPending(): Promise<string[]>
  slackDone(id: string): Promise<void>
  /** The name under which one delivery of Slack started a release: the first stands, so that a second starts nothing. */
  nameDelivery(delivery: string, release: string): Promise<string>

  // -- evidence
  check(id: string, record: R.CheckRecord): Promise<void>
  /** Several at once, in one transaction per hundred. */
  checkAll(id: string, records: readonly R.CheckRecord[]): Promise<void>
  checks(id: string, phase?: string): Promise<R.CheckRecord[]>
  /** True for whoever told it first. */
  note(id: string, at: number, what: string, facts: Record<string, Json>, once?: string): Promise<boolean>
  events(id: string): Promise<R.EventRecord[]>
  /** Every record of a release, for evidence. */
  everything(id: string): Promise<Everything>
}

export interface Everything {
  readonly release: R.ReleaseRecord
  readonly plan: ReleasePlan
  readonly befores: readonly R.BeforeRecord[]
  readonly lines: readonly R.LineRecord[]
  readonly undos: readonly R.UndoRecord[]
  readonly waits: readonly R.WaitRecord[]
  readonly gates: readonly R.GateRecord[]
  readonly signs: readonly R.SignRecord[]
  readonly invites: readonly R.InviteRecord[]
  readonly holds: readonly R.HoldRecord[]
  readonly checks: readonly R.CheckRecord[]
  readonly events: readonly R.EventRecord[]
}

export type Signed =
  | { readonly written: boolean; readonly stands: R.SignRecord }
  /** The gate was decided before; nothing was written. */
  | { readonly written: false; readonly closed: R.GateRecord }
  /** Somebody was heard since the gate was read; nothing was written. */
  | { readonly written: false; readonly heard: R.GateRecord }
