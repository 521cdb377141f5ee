import type { ModalView } from '@slack/types'
import * as z from 'zod/mini'
import { clip } from './text.ts'

/** What a form is for; goes to Slack and comes back with what was filled in. */
export const FormMeta = z.union([
  z.strictObject({
    reject: z.strictObject({ release: z.string(), gate: z.string(), signedDigest: z.string() }),
    answer: z.optional(z.string()),
  }),
  z.strictObject({
    rollBack: z.strictObject({ release: z.string(), hold: z.string() }),
    answer: z.optional(z.string()),
  }),
])
export type FormMeta = z.infer<typeof FormMeta>

export const formName = 'tidegate-reason'
export const reasonField = { block: 'reason', input: 'reason' } as const
export const reasonMax = 500

/** Asks for the reason, without which nothing is rejected and nothing is rolled back from a hold. */
export function reasonForm(meta: FormMeta): ModalView {
  const [title, submit, text] =
    'reject' in meta
      ? [
          'Reject a release',
          'Reject',
          `${meta.reject.release}, gate "${meta.reject.gate}": the first rejection ends it.`,
        ]
      : [
          'Roll a release back',
          'Roll back',
          `${meta.rollBack.release}: users and everything else go back to what was before.`,
        ]
  return {
    type: 'modal',
    callback_id: formName,
    title: { type: 'plain_text', text: title! },
    submit: { type: 'plain_text', text: submit! },
    close: { type: 'plain_text', text: 'Not now' },
    private_metadata: JSON.stringify(meta),
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: clip(text!, 3_000) } },
      {
        type: 'input',
        block_id: reasonField.block,
        label: { type: 'plain_text', text: 'Reason' },
        hint: { type: 'plain_text', text: 'It is written into the evidence, in your name.' },
        element: {
          type: 'plain_text_input',
          action_id: reasonField.input,
          multiline: true,
          min_length: 3,
          max_length: reasonMax,
        },
      },
    ],
  }
}
