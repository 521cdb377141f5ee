import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { Ended } from '../program.ts'

/** Ends a stuck release for good. */
export const resolveCommand = (ended: Ended): Command =>
  awsCommand(
    'resolve',
    'Sign that a stuck release needs nothing any more, because it was put right by hand; frees its lock.',
  )
    .argument('<release>', 'which release')
    .requiredOption('--reason <text>', 'what was done by hand, for the evidence', reason)
    .action(async (release: string, options: AwsOptions & { readonly reason: string }) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/ask.ts')).tell(tidegate, 'resolve', release, options.reason, out),
        ),
      ),
    )
