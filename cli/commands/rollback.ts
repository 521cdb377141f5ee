import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { RollbackWish } from '../operate/rollback.ts'
import type { Ended } from '../program.ts'

/** Starts the way back of a release, as a person. */
export const rollbackCommand = (ended: Ended): Command =>
  awsCommand('rollback', 'Put everything back, users first: at once, wherever the release is, also when it is stuck.')
    .argument('<release>', 'which release')
    .requiredOption('--reason <text>', 'why, for everybody who follows it', reason)
    .option('--watch', 'follow it to its end; Ctrl-C only stops watching')
    .action(async (release: string, options: AwsOptions & RollbackWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/rollback.ts')).rollback(tidegate, release, options, out),
        ),
      ),
    )
