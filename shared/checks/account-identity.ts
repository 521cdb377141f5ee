import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import * as z from 'zod/mini'
import { defineCheck } from './port.ts'
import { read, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.strictObject({ account: z.string().check(z.regex(/^\d{12}$/, 'an AWS account id has 12 digits')) })

/** Whether the release runs in the account that the plan names, before anything is changed in it. */
export const accountIdentity = defineCheck<z.infer<typeof Ask>>({
  kind: 'account-identity',
  ask: Ask,
  describe: ({ account }) => `the release runs in account ${account}`,
  run: ({ account }, world) =>
    telling('sts:GetCallerIdentity', async () => {
      const caller = await read(
        world,
        { permission: 'sts:GetCallerIdentity' },
        STSClient,
        new GetCallerIdentityCommand({}),
      )
      return judged(caller.Account === account, {
        seen: `account ${caller.Account}`,
        bound: `account ${account}`,
        whatToDo: `run the release from the Tidegate that is deployed in account ${account}, or correct the environment's file`,
      })
    }),
})
