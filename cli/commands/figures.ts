import { type Command, InvalidArgumentError } from 'commander'
import { type AwsOptions, awsCommand, onAws } from '../aws/command.ts'
import type { Ended } from '../program.ts'

interface Options extends AwsOptions {
  readonly environment: string
  readonly days: number
}

/** The four keys of delivery. */
export const figuresCommand = (ended: Ended): Command =>
  awsCommand('figures', 'Show how often a system is released, how often that fails, and how soon users are back.')
    .argument('<system>', 'which system')
    .option('--environment <name>', 'which environment', 'production')
    .option('--days <number>', 'how far back', days, 90)
    .action(async (system: string, options: Options) =>
      ended(
        await onAws(options, async (tidegate, out) =>
          (await import('../operate/figures.ts')).figures(tidegate, system, options, out),
        ),
      ),
    )

function days(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It takes 1 to 9999 days.')
  return Number(text)
}
