import { Command, InvalidArgumentError } from 'commander'
import type { Screen } from '../show/progress.ts'
import { version } from '../version.ts'
import type { Tidegate } from './tidegate.ts'

export interface AwsOptions {
  readonly stage: string
  readonly json?: boolean
}

/** Where a command writes, and whether for people or for programs. */
export interface Out {
  readonly screen: Screen
  readonly json: boolean
}

/** A command that speaks to a deployed Tidegate. */
export const awsCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--stage <stage>', 'which Tidegate: the stack tidegate-<stage>', 'production')
    .option('--json', 'print the answer as JSON, and nothing else')
    .addHelpText('after', '\nCredentials, profile, region and endpoints are those of the usual AWS_* variables.\n')

/** Opens Tidegate of the stage and runs; what AWS refuses is told in one line. */
export async function onAws(
  options: AwsOptions,
  run: (tidegate: Tidegate, out: Out) => Promise<number>,
): Promise<number> {
  const [{ openTidegate }, { ownWorld }, { outOfReach }] = await Promise.all([
    import('./tidegate.ts'),
    import('./own-world.ts'),
    import('./errors.ts'),
  ])
  try {
    const tidegate = await openTidegate(ownWorld, options.stage, version())
    return await run(tidegate, { screen: process.stdout, json: options.json === true })
  } catch (error) {
    throw outOfReach(error) ?? error
  }
}

/** What a person says is kept for years: it is short, and it is not empty. */
export function reason(text: string): string {
  if (text.trim() === '' || text.length > 500) throw new InvalidArgumentError('It takes 1 to 500 characters.')
  return text.trim()
}

export const collect = (value: string, former: readonly string[] = []): string[] => [...former, value]

/** Text for people, or the same as JSON for programs. */
export function tellOut(out: Out, lines: readonly string[], json: object): void {
  out.screen.write(out.json ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`)
}
