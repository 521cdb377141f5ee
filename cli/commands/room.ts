import { type Command, InvalidArgumentError, Option } from 'commander'
import { WrongInput } from '../../shared/errors.ts'
import { type AwsOptions, awsCommand, collect } from '../aws/command.ts'
import type { Ended } from '../program.ts'

export interface RoomOptions extends AwsOptions {
  readonly live?: boolean
  readonly version?: string
  readonly environment: string
  readonly port: number
  readonly speed: number
  readonly seed?: number
  readonly faults: readonly string[]
  readonly ask?: boolean
}

/** Opens the release room in a browser on this machine. */
export const roomCommand = (ended: Ended): Command =>
  awsCommand('room', 'Serve the release room on this machine: rehearsals, one that is running, or real releases.')
    .argument('[plan]', 'rehearse this plan while you watch')
    .option('--live', 'show the releases of a deployed Tidegate, with your credentials')
    .option('--port <number>', 'port on 127.0.0.1 (default: a free one, which is printed)', whole(65_535), 0)
    .option('--version <version>', 'of a rehearsal: which version')
    .option('--environment <name>', 'of a rehearsal: which environment', 'production')
    .option('--speed <n>', 'of a rehearsal: so many virtual seconds in each of yours', whole(86_400), 600)
    .option('--seed <n>', 'of a rehearsal: where all chance comes from', whole(1e15))
    .option('--faults <file>', 'of a rehearsal: what goes wrong, from a file (repeatable)', collect, [])
    .addOption(new Option('--ask', 'of a rehearsal: you are asked at gates and holds').conflicts('live'))
    .addHelpText('after', examples)
    .action(async (plan: string | undefined, options: RoomOptions) => {
      if (plan !== undefined && options.live === true)
        throw new WrongInput('a plan is rehearsed, --live shows what is real: say one of the two; nothing was started')
      if (options.speed === 0) throw new WrongInput('--speed 0 would never end; nothing was started; say 1 or more')
      const { openRoom } = await import('../room/open.ts')
      ended(await openRoom(plan, options, (text) => process.stdout.write(text)))
    })

const examples = `
Examples:
  tidegate room                                              what was rehearsed here
  tidegate room serveml --speed 600                          ten minutes of the night in each second
  tidegate room serveml --faults events/faults/alarm-at-25-percent.yaml
  tidegate room --live --stage production                    real releases
`

const whole =
  (max: number) =>
  (text: string): number => {
    if (!/^\d{1,15}$/.test(text) || Number(text) > max)
      throw new InvalidArgumentError(`It takes a whole number, at most ${max}.`)
    return Number(text)
  }
