import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { SignWish } from '../operate/sign.ts'
import type { Ended } from '../program.ts'

/** Signs at a gate. */
export const approveCommand = (ended: Ended): Command =>
  awsCommand('approve', 'Sign at a gate of a release, as the IAM identity that runs this.')
    .argument('<release>', 'which release')
    .option('--gate <gate>', 'at which gate (default: the one that is open)')
    .option('--role <role>', 'as what, for who may sign for several roles')
    .option('--reason <text>', 'a word for the evidence', reason)
    .action(async (release: string, options: AwsOptions & SignWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/sign.ts')).sign(tidegate, release, { ...options, say: 'sign' }, out),
        ),
      ),
    )
