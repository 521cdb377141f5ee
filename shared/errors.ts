/**
 * Every error that may leave a handler, in the three families of outcomes.
 *
 * Step Functions, the exit code and the pager follow the family; the state machines catch the literal names below, so
 * a name is spelled out (a bundler may rename a class) and never changed. Constructors take facts, never prose.
 * Only name and message reach the state machine: the message carries what a person needs at 3 a.m.
 */

/** Nothing was changed. Remove the reason, then release again. */
export abstract class Refused extends Error {}
/** Something was changed. The state machine puts everything back. */
export abstract class MustRollBack extends Error {}
/** Neither forward nor back is safe. The state machine stops and a person is paged. */
export abstract class Stuck extends Error {}
/** The very same call may be made again: nothing was decided yet. Retried by the state machine by this name. */
export abstract class Retryable extends Error {}

// ---- refused -----------------------------------------------------------------------------------------------------

export class WrongInput extends Refused {
  override readonly name = 'WrongInput'
}

/** Asked for something that does not hold any more, or never did: the answer is no, and nothing was changed. */
export class NotPossible extends Refused {
  override readonly name = 'NotPossible'
}

/** Who decides is what AWS says of a signature made for this very decision; a name alone decides nothing. */
export class NotProved extends Refused {
  override readonly name = 'NotProved'
  constructor(why: string, whatToDo: string) {
    super(`who signs is not proved: ${why}; nothing was changed; ${whatToDo}`)
  }
}

export class AlreadyOpen extends Refused {
  override readonly name = 'AlreadyOpen'
  constructor(system: string, environment: string, version: string, holder: string) {
    super(
      `${system} ${version} is already being released to ${environment} by ${holder}; ` +
        'nothing was changed here; watch that release, or wait for its outcome',
    )
  }
}

export class AlreadyKnown extends Refused {
  override readonly name = 'AlreadyKnown'
  constructor(release: string, outcome: string) {
    super(`the ledger knows a release "${release}" (${outcome}); nothing was changed; start again under another name`)
  }
}

export class ReleaseUnknown extends Refused {
  override readonly name = 'ReleaseUnknown'
  constructor(release: string) {
    super(`the ledger knows no release "${release}"; nothing was changed; look the name up among the executions`)
  }
}

export class LockTaken extends Refused {
  override readonly name = 'LockTaken'
  constructor(system: string, environment: string, holder: string) {
    super(`${system} in ${environment} is locked by release ${holder}; nothing was changed; wait for its outcome`)
  }
}

export class CheckBlocks extends Refused {
  override readonly name = 'CheckBlocks'
  constructor(blockers: readonly string[]) {
    super(`blocked by ${blockers.join('; ')}; nothing was changed; remove the reason, then release again`)
  }
}

export class WorldMoved extends Refused {
  override readonly name = 'WorldMoved'
  constructor(what: string) {
    super(`${what} since the sign-off; nothing was changed; look at it, then release again`)
  }
}

export class SignOffRejected extends Refused {
  override readonly name = 'SignOffRejected'
  constructor(gate: string, person: string, reason: string) {
    super(`gate "${gate}" was rejected by ${person}: ${reason}`)
  }
}

export class SignOffExpired extends Refused {
  override readonly name = 'SignOffExpired'
  constructor(gate: string, seconds: number, missing: string) {
    super(`gate "${gate}" expired after ${seconds} s without ${missing}`)
  }
}

// ---- must roll back ----------------------------------------------------------------------------------------------

export class ChangeFailed extends MustRollBack {
  override readonly name = 'ChangeFailed'
  constructor(action: string, why: string) {
    super(`"${action}" failed: ${why}`)
  }
}

export class NotInTime extends MustRollBack {
  override readonly name = 'NotInTime'
  constructor(what: string, seconds: number, lastSeen: string) {
    super(`${what} was not there after ${seconds} s; last seen: ${lastSeen}`)
  }
}

export class Conflicted extends MustRollBack {
  override readonly name = 'Conflicted'
  constructor(resource: string, found: string) {
    super(`${resource} was changed by somebody else: found ${found}, which this release neither found nor made`)
  }
}

export class CheckFailed extends MustRollBack {
  override readonly name = 'CheckFailed'
  constructor(check: string, seen: string, bound: string) {
    super(`check "${check}" failed: saw ${seen}, bound ${bound}`)
  }
}

export class AlarmWentOff extends MustRollBack {
  override readonly name = 'AlarmWentOff'
  constructor(what: string, afterSeconds: number, watchSeconds: number) {
    super(`${what}; seen ${afterSeconds} s into a watch of ${watchSeconds} s`)
  }
}

export class PeopleAskedBack extends MustRollBack {
  override readonly name = 'PeopleAskedBack'
  constructor(person: string, where: string, reason: string) {
    super(`${person} asked for the way back at "${where}": ${reason}`)
  }
}

export class Overtaken extends MustRollBack {
  override readonly name = 'Overtaken'
  constructor(release: string, mine: number, now: number) {
    super(`release ${release} is at epoch ${now}, this call belongs to epoch ${mine}: somebody claimed the way back`)
  }
}

export class AccessDenied extends MustRollBack {
  override readonly name = 'AccessDenied'
  constructor(call: string, message: string) {
    super(`${call} was denied: ${message}; retrying cannot help; give the function's role that right`)
  }
}

// ---- stuck -------------------------------------------------------------------------------------------------------

export class CannotUndo extends Stuck {
  override readonly name = 'CannotUndo'
  constructor(resource: string, why: string) {
    super(`${resource} could not be put back: ${why}`)
  }
}

export class CannotClose extends Stuck {
  override readonly name = 'CannotClose'
  constructor(release: string, why: string) {
    super(`release ${release} could not be closed: ${why}; traffic stays where it is`)
  }
}

export class RecordTooNew extends Stuck {
  override readonly name = 'RecordTooNew'
  constructor(record: string, schema: number, known: number) {
    super(
      `${record} was written with schema ${schema}, this code reads up to ${known}; nothing was decided; ` +
        'point the functions\' alias "live" at the newest version, then run this again',
    )
  }
}

// ---- retryable ---------------------------------------------------------------------------------------------------

/** A handler died between `intended` and `applied`: a new attempt looks at the world first. */
export class ChangeInterrupted extends Retryable {
  override readonly name = 'ChangeInterrupted'
  constructor(resource: string) {
    super(`the call that was changing ${resource} never told how it ended; a new attempt looks first`)
  }
}

/** AWS throttled or failed for the moment, and the World's own retries are used up. */
export class AwsUnavailable extends Retryable {
  override readonly name = 'AwsUnavailable'
  constructor(call: string, message: string) {
    super(`${call} is unavailable: ${message}`)
  }
}

// ---- asks --------------------------------------------------------------------------------------------------------

/** Nothing is wrong enough to go back, but nobody goes on without people: the state machine holds and asks them. */
export class HoldAsked extends Error {
  override readonly name = 'HoldAsked'
  constructor(point: string, because: string) {
    super(`holding at "${point}": ${because}`)
  }
}
