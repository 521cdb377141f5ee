import type { Command } from 'commander'
import { type AwsOptions, awsCommand, collect, onAws, reason } from '../aws/command.ts'
import type { ReleaseWish } from '../operate/release.ts'
import type { Ended } from '../program.ts'

/** Starts a release on AWS. */
export const releaseCommand = (ended: Ended): Command =>
  awsCommand('release', 'Start a release on AWS, as an operator would in the Step Functions console.')
    .argument('<system>', 'what is released')
    .requiredOption('--version <version>', 'which published version')
    .option('--environment <name>', 'to where', 'production')
    .option('--profile <profile>', 'how strictly (not the AWS profile: that is AWS_PROFILE)')
    .option('--reason <text>', 'why, for those who sign', reason)
    .option('--waive <check=why>', 'ask for a waiver of a check, granted at the gate (repeatable)', collect, [])
    .option('--watch', 'follow it to its end; Ctrl-C only stops watching')
    .action(async (system: string, options: AwsOptions & ReleaseWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/release.ts')).release(tidegate, system, options, out),
        ),
      ),
    )
