import { Argument, type Command } from 'commander'
import type { HoldAnswer } from '../../shared/ledger/records.ts'
import { type AwsOptions, awsCommand, onAws, reason } from '../aws/command.ts'
import type { Ended } from '../program.ts'

/** Answers a hold. */
export const answerCommand = (ended: Ended): Command =>
  awsCommand('answer', 'Answer a release that holds: go on, take one step back and hold there, or put everything back.')
    .argument('<release>', 'which release')
    .addArgument(new Argument('<answer>', 'what now').choices(['go-on', 'step-back', 'roll-back']))
    .requiredOption('--reason <text>', 'why, for the evidence', reason)
    .action(async (release: string, answer: HoldAnswer, options: AwsOptions & { readonly reason: string }) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/ask.ts')).answer(tidegate, release, { answer, reason: options.reason }, out),
        ),
      ),
    )
