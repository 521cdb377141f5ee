import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { WrongInput } from '../../shared/errors.ts'
import type { Decided, Decision } from '../../shared/gates/decide.ts'
import type { Tidegate } from './tidegate.ts'

/**
 * Writes a decision through approval-decide, the same function that mail and Slack use: whoever decides needs the right
 * to invoke it, and no right on the ledger's table.
 *
 * @throws {WrongInput} no such release, gate, hold or role
 */
export async function say({ world, stack }: Tidegate, decision: Decision): Promise<Decided> {
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
  if (errorType === 'WrongInput') throw new WrongInput(errorMessage)
  throw new Error(`approval-decide failed: ${errorType}: ${errorMessage}`)
}
