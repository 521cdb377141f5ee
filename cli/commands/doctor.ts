import type { Command } from 'commander'
import { type AwsOptions, awsCommand } from '../aws/command.ts'
import type { Ended } from '../program.ts'
import { version } from '../version.ts'

/** Looks whether a deployed Tidegate is well. */
export const doctorCommand = (ended: Ended): Command =>
  awsCommand(
    'doctor',
    'Look whether the deployed Tidegate is there, of this version and able to work, and whether you may ask it.',
  ).action(async (options: AwsOptions) => {
    const [{ doctor }, { ownWorld }] = await Promise.all([
      import('../operate/doctor.ts'),
      import('../aws/own-world.ts'),
    ])
    ended(await doctor(ownWorld, options.stage, version(), { screen: process.stdout, json: options.json === true }))
  })
