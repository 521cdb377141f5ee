import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws } from '../aws/command.ts'
import type { StatusWish } from '../operate/status.ts'
import type { Ended } from '../program.ts'

/** Shows where a release is, or a system, or everything that is open. */
export const statusCommand = (ended: Ended): Command =>
  awsCommand(
    'status',
    'Show where a release is and what it waits for; of a system, what is live; of nothing, all that is open.',
  )
    .argument('[about]', 'a release or a system')
    .option('--environment <name>', 'of a system: where', 'production')
    .option('--watch', 'of a release: follow it to its end; Ctrl-C only stops watching')
    .action(async (about: string | undefined, options: AwsOptions & StatusWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/status.ts')).status(tidegate, about, options, out),
        ),
      ),
    )
