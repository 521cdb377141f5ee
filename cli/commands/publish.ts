import type { Command } from 'commander'
import { type AwsOptions, awsCommand, onAws } from '../aws/command.ts'
import type { PublishWish } from '../operate/publish.ts'
import type { Ended } from '../program.ts'

/** Publishes a version of a plan. */
export const publishCommand = (ended: Ended): Command =>
  awsCommand(
    'publish',
    'Put plan, environment and manifest of a version into the bucket of Tidegate, checked; then it can be released.',
  )
    .argument('<plan>', 'name of a system under plans/, or the folder of a plan')
    .requiredOption('--version <version>', 'which version: the name of its manifest')
    .option('--environment <name>', 'one environment (default: all of this account)')
    .option('--replace', 'also where the version is published with other contents; former ones stay in the bucket')
    .action(async (plan: string, options: AwsOptions & PublishWish) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/publish.ts')).publish(tidegate, plan, options, out),
        ),
      ),
    )
