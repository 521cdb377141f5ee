import { Command } from 'commander'
import { WrongInput } from '../../shared/errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Ended } from '../program.ts'

interface Options {
  readonly port: string
  readonly upstream?: string
  readonly region: string
  readonly account: string
}

/** Serves our engine as a Step Functions endpoint on this machine. */
export const localCommand = (ended: Ended): Command =>
  new Command('local')
    .description('Serve Step Functions on this machine: our engine, in real time, for any SDK or the AWS CLI.')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '4580')
    .option('--upstream <url>', 'AWS emulator that has the machines and functions, and answers what is not run here')
    .option('--region <name>', 'region in ARNs', process.env['AWS_REGION'] ?? 'eu-west-1')
    .option('--account <id>', 'account in ARNs', '111122223333')
    .addHelpText(
      'after',
      `
Point an SDK or the AWS CLI at it:
  AWS_ENDPOINT_URL_SFN=http://127.0.0.1:4580 aws stepfunctions list-state-machines
Without an upstream, machines are made with create-state-machine, and tasks that call functions fail.
With one, its machines run here, and their functions' bundles too, so that the names of errors survive.
It ends with Ctrl-C, and what runs ends with it.
`,
    )
    .action(async ({ port, upstream, region, account }: Options) => {
      if (!/^\d{1,5}$/.test(port))
        throw new WrongInput(`--port: "${port}" is no port; nothing was started; say 0 to 65535`)
      const { startLocal } = await import('../local/start.ts')
      const local = await startLocal({
        port: Number(port),
        region,
        account,
        ...(upstream !== undefined && { upstream }),
      })
      process.stdout.write(
        `Step Functions at ${local.endpoint}${upstream === undefined ? '' : `, upstream ${upstream}`}\n`,
      )
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      })
      await local.close()
      ended(exitCodes.released)
    })
