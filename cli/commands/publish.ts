import type { Command } from 'commander'
import { WrongInput } from '../../shared/errors.ts'
import { type AwsOptions, awsCommand, onAws } from '../aws/command.ts'
import type { PublishWish } from '../operate/publish.ts'
import type { Ended } from '../program.ts'

/** Publishes a version of a plan, or the people. */
export const publishCommand = (ended: Ended): Command =>
  awsCommand(
    'publish',
    'Put plan, environment and manifest of a version into the bucket of Tidegate, checked; then it can be released.',
  )
    .argument('<plan>', 'name of a system under plans/, the folder of a plan; or `people`, for people.yaml')
    .option('--version <version>', 'which version: the name of its manifest')
    .option('--environment <name>', 'one environment (default: all of this account)')
    .option('--replace', 'also where the version is published with other contents; former ones stay in the bucket')
    .action(async (plan: string, options: AwsOptions & Partial<PublishWish>) =>
      ended(
        await onAws(options, async (tidegate, out) => {
          if (plan === 'people') return (await import('../operate/publish-people.ts')).publishPeople(tidegate, out)
          const { version } = options
          if (version === undefined)
            throw new WrongInput('--version: say which version of the plan; nothing was changed')
          return (await import('../operate/publish.ts')).publish(tidegate, plan, { ...options, version }, out)
        }),
      ),
    )
