/** Every number that is a rule, with its reason. Seconds unless the name says otherwise. */

/**
 * A changing function's own time-out; exposing ones are shorter, so that a way back is never kept waiting long. Nobody waits
 * longer for a page, and the HTTP API gives up after 30 s.
 */
export const functionSeconds = { changing: 60, exposing: 30, reading: 60, answering: 20 } as const
/** After its function's end a call may still be taken in by AWS. */
export const deadlineMarginSeconds = 10
/** One AWS call, all its tries together. */
export const callSeconds = 10
/** A proof of who signs is taken for so long, before and after its moment by our clock; STS itself takes no older ones. */
export const proofSeconds = 300
/** What was asked for in Slack is done within so long or not at all: Lambda's last try comes at 900 s. */
export const workSeconds = 960
/** SQS cannot delay a message longer. */
export const recheckSecondsMax = 900
/** A watch looks at alarms and their history at least this often. */
export const watchLookSeconds = 60
/** How long a death can go unnoticed by those who wait for the outcome. */
export const outcomeLookSeconds = 60
/** After so many claimants (or closers) that died without an outcome a person is asked. */
export const deathsMax = 3
/** A tripwire that cannot be decided at the end of a watch may stay so for this long, then it counts as failed. */
export const unknownGraceSeconds = 600
/** TimeoutSeconds of a task is its wait's end plus this. */
export const taskMarginSeconds = 120
/** The old TTL is waited out with this much more. */
export const ttlMarginSeconds = 30
export const actionsMax = 200
