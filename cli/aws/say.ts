import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { WrongInput } from '../../shared/errors.ts'
import type { Decided, Told } from '../../shared/gates/decide.ts'
import { toSign } from '../../shared/proof/proof.ts'
import { OutOfReach } from './errors.ts'
import type { Tidegate } from './tidegate.ts'

/**
 * Writes a decision through approval-decide, with a proof of who makes it: whoever decides needs the right to invoke that
 * function, and no right on the ledger's table.
 *
 * @throws {WrongInput} no such release, gate, hold or role
 */
export async function say({ world, stack }: Tidegate, told: Told): Promise<Decided> {
  const decision = { ...told, proof: await world.signRequest(toSign(stack.home, told)) }
  const { FunctionError, Payload } = await world.send(
    LambdaClient,
    new InvokeCommand({
      FunctionName: stack.outputs.ApprovalDecideFunctionArn,
      InvocationType: 'RequestResponse',
      Payload: new TextEncoder().encode(JSON.stringify(decision)),
    }),
  )
  const answer: unknown = JSON.parse(new TextDecoder().decode(Payload))
  if (FunctionError === undefined) return answer as Decided
  const { errorType = FunctionError, errorMessage = '' } = answer as { errorType?: string; errorMessage?: string }
  // Only an older function misses a name.
  if (errorType === 'WrongInput' && /called with wrong input: (.*; )?person: /.test(errorMessage)) {
    throw new OutOfReach(
      `stack ${stack.name} is older than this command line: it takes no proof of who signs; nothing was changed; ` +
        'deploy this Tidegate (docs/guides/deploy.md), then run this again',
    )
  }
  if (errorType === 'WrongInput') throw new WrongInput(errorMessage)
  if (errorType === 'NotProved') throw new OutOfReach(errorMessage)
  // STS or the ledger did not answer it: told as when they do not answer us.
  if (errorType === 'AwsUnavailable') throw Object.assign(new Error(errorMessage), { name: errorType })
  throw new Error(`approval-decide failed: ${errorType}: ${errorMessage}`)
}
