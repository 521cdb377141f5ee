import { Command } from 'commander'
import type { Directory } from '../../shared/people/directory.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Ended } from '../program.ts'

interface Options {
  readonly version?: string
  readonly environment: string
  readonly json?: boolean
}

/** Shows what a release would do, beside what is live; changes nothing. */
export const planCommand = (ended: Ended): Command =>
  new Command('plan')
    .description('Show what a release of a plan would do, in order, with its way back beside the promise.')
    .argument('<plan>', 'name of a system under plans/, or the folder of a plan')
    .option('--version <version>', 'which version (default: the newest whose manifest names every part)')
    .option('--environment <name>', 'which environment', 'production')
    .option('--json', 'print the resolved plan as JSON')
    .addHelpText(
      'after',
      '\nWhat is live is read from the account.yaml of the plan: the account where its rehearsals start.\n',
    )
    .action(async (plan: string, options: Options) => {
      const { openScene } = await import('../scene.ts')
      const { resolved, images, scene } = await openScene(plan, options)
      if (options.json) {
        process.stdout.write(`${JSON.stringify(resolved, null, 2)}\n`)
      } else {
        const { planText } = await import('../plan-text.ts')
        process.stdout.write(await planText(resolved, images, JSON.parse(scene.directory) as Directory))
      }
      ended(exitCodes.released)
    })
