import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { SignWish } from '../operate/sign.ts'
import type { Ended } from '../program.ts'

/** Says no at a gate: the first rejection decides. */
export const rejectCommand = (ended: Ended): Command =>
  awsCommand('reject', 'Reject at a gate of a release: before any change it is refused, after one it goes back.')
    .argument('<release>', 'which release')
    .option('--gate <gate>', 'at which gate (default: the one that is open)')
    .option('--role <role>', 'as what, for who may sign for several roles')
    .requiredOption('--reason <text>', 'why, for everybody who follows it', reason)
    .action(async (release: string, options: AwsOptions & SignWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/sign.ts')).sign(tidegate, release, { ...options, say: 'reject' }, out),
        ),
      ),
    )
