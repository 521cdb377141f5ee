import { describe, expect, it } from 'vitest'
import { outOfReach } from '../../../cli/aws/errors.ts'
import { say } from '../../../cli/aws/say.ts'
import type { Tidegate } from '../../../cli/aws/tidegate.ts'
import { home } from '../../shared/world-fixture.ts'

const told = { say: 'halt', release: 'r-1', reason: 'odd graphs' } as const
const proof = { authorization: 'signed', date: '20261121T140000Z' }

/** A stack whose function answers this; `sent` is what it was sent. */
function answering(errorType: string, errorMessage: string) {
  const sent: unknown[] = []
  const world = {
    signRequest: async () => proof,
    async send(_client: unknown, { input }: { input: { Payload: Uint8Array } }) {
      sent.push(JSON.parse(new TextDecoder().decode(input.Payload)))
      const Payload = new TextEncoder().encode(JSON.stringify({ errorType, errorMessage }))
      return { FunctionError: 'Unhandled', Payload }
    },
  }
  const stack = { name: 'tidegate-production', home, outputs: { ApprovalDecideFunctionArn: 'arn' } }
  return { sent, tidegate: { world, stack } as unknown as Tidegate }
}

describe('a decision that the command line sends', () => {
  it('names nobody, and carries its proof', async () => {
    const { sent, tidegate } = answering('WrongInput', 'r-1 does not hold')
    await expect(say(tidegate, told)).rejects.toMatchObject({ name: 'WrongInput', message: 'r-1 does not hold' })
    expect(sent).toEqual([{ ...told, proof }])
  })

  it('is told in one line when the stack is older and takes no proof', async () => {
    const older =
      'approval-decide was called with wrong input: person: Invalid input; channel: Invalid input; ' +
      'input: Invalid input; nothing was changed'
    await expect(say(answering('WrongInput', older).tidegate, told)).rejects.toMatchObject({
      name: 'OutOfReach',
      message: expect.stringMatching(
        /^stack tidegate-production is older .* takes no proof .*; nothing was changed; deploy/,
      ),
    })
  })

  it('is told as out of reach when AWS does not confirm who signs', async () => {
    const why =
      'who signs is not proved: STS answered ExpiredToken; nothing was changed; sign in again and run the same again'
    await expect(say(answering('NotProved', why).tidegate, told)).rejects.toMatchObject({
      name: 'OutOfReach',
      message: why,
    })
  })

  it('may be sent again when the function had no answer', async () => {
    const thrown = await say(answering('AwsUnavailable', 'STS.GetCallerIdentity is unavailable').tidegate, told).catch(
      (error: unknown) => outOfReach(error),
    )
    expect(thrown).toMatchObject({ name: 'OutOfReach', message: expect.stringContaining('run the same again') })
  })
})
