import type { Outcome } from '../shared/ledger/records.ts'

/** How a command ended, for scripts. One code per outcome; whatever is above 9 ran to its end and said what it found. */
export const exitCodes = {
  released: 0,
  /** Tidegate itself failed: a bug, never a finding. */
  failed: 1,
  wrongInput: 2,
  /** AWS or the deployed Tidegate could not be asked: credentials, rights, network, stack. */
  outOfReach: 3,
  refused: 10,
  'rolled-back': 11,
  stuck: 12,
  /** Something that must be true of every run was not. */
  broken: 13,
  /** Whoever watched has left, or the time to watch was over; the release goes on. */
  open: 14,
} as const satisfies Record<Outcome | 'failed' | 'wrongInput' | 'outOfReach' | 'broken' | 'open', number>

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodesHelp = `
Exit codes:
   0  released, done, or nothing to complain about
   1  Tidegate itself failed
   2  wrong input: nothing was rehearsed, nothing written
   3  out of reach: credentials, rights, network, or no stack of this version; nothing was changed
  10  refused: nothing was changed
  11  rolled-back: users are on the former side
  12  stuck: a person is needed
  13  a property was broken: something that must be true of every run was not
  14  open: nobody watches any more, and the release goes on
`
