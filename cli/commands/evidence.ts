import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws } from '../aws/command.ts'
import type { Ended } from '../program.ts'

/** Writes the report of a release. */
export const evidenceCommand = (ended: Ended): Command =>
  awsCommand('evidence', 'Write the report of a release, as one page and as JSON, from the ledger as it is now.')
    .argument('<release>', 'which release')
    .option('--out <dir>', 'where it goes (default: .tidegate/<release>; with --json alone it is printed)')
    .action(async (release: string, options: AwsOptions & { readonly out?: string }) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/evidence.ts')).evidence(tidegate, release, options.out, out),
        ),
      ),
    )
