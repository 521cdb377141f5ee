import * as z from 'zod/mini'
import { answerSlack, HttpEvent } from '../shared/chatops/front.ts'
import { refreshAll, refreshThese } from '../shared/chatops/refresh.ts'
import { carryOut, Work } from '../shared/chatops/work.ts'
import { phase } from './phase.ts'

/** A notice or a request that went out on SNS: something has happened to the release that it names. */
const Notices = z.object({
  Records: z.array(
    z.object({
      EventSource: z.literal('aws:sns'),
      Sns: z.object({
        MessageAttributes: z.optional(z.record(z.string(), z.object({ Value: z.optional(z.string()) }))),
      }),
    }),
  ),
})
const Refresh = z.strictObject({ do: z.literal('refresh') })

/** Slack's requests, what they ask for, and the messages that tell of releases. */
export const handler = phase('chatops', z.union([HttpEvent, Work, Refresh, Notices]), async (input, world) => {
  if ('requestContext' in input) return answerSlack(input, world)
  if ('Records' in input) {
    const named = input.Records.map(({ Sns }) => Sns.MessageAttributes?.['release']?.Value)
    return refreshThese(
      world,
      named.filter((one) => one !== undefined),
    )
  }
  return input.do === 'work' ? carryOut(input, world) : refreshAll(world)
})
