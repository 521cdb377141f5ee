import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { Ended } from '../program.ts'

/** Halts a release at its next safe point. */
export const haltCommand = (ended: Ended): Command =>
  awsCommand(
    'halt',
    'Let a release finish what it is doing, then hold: traffic stays, the lock is kept, people are asked.',
  )
    .argument('<release>', 'which release')
    .requiredOption('--reason <text>', 'why, for everybody who follows it', reason)
    .action(async (release: string, options: AwsOptions & { readonly reason: string }) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/ask.ts')).tell(tidegate, 'halt', release, options.reason, out),
        ),
      ),
    )
