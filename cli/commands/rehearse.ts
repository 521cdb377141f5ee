import { Command, InvalidArgumentError, Option } from 'commander'
import { exitCodesHelp } from '../exit-codes.ts'
import type { Ended } from '../program.ts'

export interface RehearseOptions {
  readonly version?: string
  readonly environment: string
  readonly seed?: number
  readonly seeds?: readonly [number, number]
  readonly faults: readonly string[]
  readonly calm?: boolean
  readonly kill?: number
  readonly killWhen?: 'before' | 'after'
  readonly killEverywhere?: boolean
  readonly ask?: boolean
  readonly requester?: string
  readonly waive: readonly string[]
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Rehearses a release: once, for many seeds, or dying at every call. */
export const rehearseCommand = (ended: Ended): Command =>
  new Command('rehearse')
    .description(
      'Rehearse a release of a plan: the same state machines and handlers as on AWS, against a simulated ' +
        'account, in virtual time. The same options give the same run, to the byte.',
    )
    .argument('<plan>', 'name of a system under plans/, or the folder of a plan')
    .option('--version <version>', 'which version (default: the newest whose manifest names every part)')
    .option('--environment <name>', 'which environment', 'production')
    .option('--seed <n>', 'where all chance comes from; also draws faults, unless --faults or --calm', whole)
    .option('--faults <file>', 'what goes wrong, from a file (repeatable)', collect)
    .option('--calm', 'draw no faults from the seed')
    .option('--kill <n>', 'let the function die at the n-th World call of the run', whole)
    .addOption(new Option('--kill-when <when>', 'before its effect, or after it').choices(['before', 'after']))
    .addOption(
      new Option('--seeds <from..to>', 'one run per seed; a table of outcomes and the first broken property')
        .argParser(range)
        .conflicts(['seed', 'kill', 'killEverywhere', 'ask', 'out', 'faults']),
    )
    .addOption(
      new Option('--kill-everywhere', 'one run per World call, dying there: before it, and after it').conflicts([
        'kill',
        'ask',
        'out',
      ]),
    )
    .option('--ask', 'ask you at gates and holds, instead of the people of the plan')
    .option('--requester <person>', 'who asks for the release; cannot sign for it')
    .option('--waive <check>', 'ask for a waiver of a check, granted at the gate (repeatable)', collect)
    .option('--out <dir>', 'where the evidence goes (default: .tidegate/<release>-<seed>)')
    .addOption(new Option('--json', 'print the result as JSON, and nothing else').conflicts('ask'))
    .option('--quiet', 'no progress, only the result')
    .addHelpText('after', `${examples}${exitCodesHelp}`)
    .action(async (plan: string, given: Partial<RehearseOptions>) =>
      ended(await run(plan, { environment: 'production', faults: [], waive: [], ...given })),
    )

async function run(plan: string, options: RehearseOptions): Promise<number> {
  if (options.seeds !== undefined) return (await import('../seeds.ts')).rehearseSeeds(plan, options, options.seeds)
  if (options.killEverywhere) return (await import('../kill-everywhere.ts')).killEverywhere(plan, options)
  return (await import('../rehearse-once.ts')).rehearseOnce(plan, options)
}

const examples = `
Examples:
  tidegate rehearse serveml                                   nothing goes wrong
  tidegate rehearse serveml --faults events/faults/alarm-at-25-percent.yaml
  tidegate rehearse serveml --seed 8841                       what goes wrong is drawn from the seed
  tidegate rehearse serveml --seeds 1..500                    many nights at once
  tidegate rehearse serveml --kill 412 --kill-when after      one death
  tidegate rehearse serveml --kill-everywhere                 every death
  tidegate rehearse serveml --ask                             you sign, reject, go on or roll back

At a terminal the night is shown as it goes; with CI=true, or into a pipe, as plain lines.
`

function collect(value: string, former: readonly string[] = []): string[] {
  return [...former, value]
}

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.')
  return Number(text)
}

function range(text: string): readonly [number, number] {
  const [, from, to] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? []
  if (from === undefined || Number(from) > Number(to)) throw new InvalidArgumentError('It takes a range: 1..500.')
  return [Number(from), Number(to)]
}
