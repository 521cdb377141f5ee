import * as z from 'zod/mini'
import { FormMeta, reasonField } from './forms.ts'
import { type ActionName, actions, ButtonValue } from './values.ts'
import type { Member } from './who.ts'
import type { Said } from './words.ts'

/** A slash command as Slack posts it; fields are Slack's to add. */
const Command = z.object({
  command: z.string(),
  text: z._default(z.string(), ''),
  team_id: z.string(),
  user_id: z.string(),
  response_url: z.optional(z.string()),
  trigger_id: z.optional(z.string()),
})

const Somebody = z.object({ id: z.string(), team_id: z.optional(z.string()) })
const Interaction = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('block_actions'),
    user: Somebody,
    team: z.optional(z.nullable(z.object({ id: z.string() }))),
    trigger_id: z.optional(z.string()),
    response_url: z.optional(z.string()),
    actions: z.array(z.object({ action_id: z.string(), value: z.optional(z.string()) })),
  }),
  z.object({
    type: z.literal('view_submission'),
    user: Somebody,
    team: z.optional(z.nullable(z.object({ id: z.string() }))),
    view: z.object({
      callback_id: z.string(),
      private_metadata: z.string(),
      state: z.object({
        values: z.record(z.string(), z.record(z.string(), z.object({ value: z.optional(z.nullable(z.string())) }))),
      }),
    }),
  }),
])

/** One request of Slack, understood. `from` is whom Slack names; `answer` is where one line to them goes. */
export type Asked =
  | {
      readonly is: 'command'
      readonly text: string
      readonly from: Member
      readonly answer?: string
      readonly trigger?: string
    }
  | { readonly is: 'said'; readonly said: Said; readonly from: Member; readonly answer?: string }
  | {
      readonly is: 'form'
      readonly form: FormMeta
      readonly from: Member
      readonly answer?: string
      readonly trigger?: string
    }
  /** A field of a form is not filled in as it must be. */
  | { readonly is: 'unfinished'; readonly block: string; readonly because: string }
  /** Nothing to do: a test of the address, a link button, a kind that we never asked for. */
  | { readonly is: 'nothing' }

/** Reads a body whose signature was right. What cannot be read is nothing: only Slack's own could come this far. */
export function readRequest(body: string): Asked {
  const fields = Object.fromEntries(new URLSearchParams(body))
  if ('payload' in fields) return readInteraction(jsonOf(fields['payload'] ?? ''))
  const parsed = Command.safeParse(fields)
  if (!parsed.success || !/^\/tidegate/.test(parsed.data.command)) return { is: 'nothing' }
  const { text, team_id: team, user_id: user, response_url: answer, trigger_id: trigger } = parsed.data
  return { is: 'command', text, from: { user, team }, ...(answer && { answer }), ...(trigger && { trigger }) }
}

function readInteraction(payload: unknown): Asked {
  const parsed = Interaction.safeParse(payload)
  if (!parsed.success) return { is: 'nothing' }
  const got = parsed.data
  // In a channel that is shared, the workspace is ours and the person's own is named besides; both must be ours.
  const [workspace = '', own = workspace] = [got.team?.id, got.user.team_id]
  const from: Member = { user: got.user.id, team: own === workspace ? own : `${own}/${workspace}` }
  if (got.type === 'view_submission') return readForm(got.view, from)
  const [pressed] = got.actions
  const name = (Object.keys(actions) as ActionName[]).find((one) => actions[one] === pressed?.action_id)
  const value = ButtonValue.safeParse(jsonOf(pressed?.value ?? ''))
  if (name === undefined || !value.success) return { is: 'nothing' }
  const { response_url: answer, trigger_id: trigger } = got
  const back = { from, ...(answer && { answer }) }
  const about = value.data
  if ('gate' in about) {
    if (name === 'sign') return { is: 'said', said: { say: 'sign', ...about }, ...back }
    if (name === 'reject')
      return { is: 'form', form: { reject: about, ...(answer && { answer }) }, ...back, ...(trigger && { trigger }) }
    return { is: 'nothing' }
  }
  if (name === 'roll-back')
    return { is: 'form', form: { rollBack: about, ...(answer && { answer }) }, ...back, ...(trigger && { trigger }) }
  if (name === 'go-on' || name === 'step-back') {
    return {
      is: 'said',
      said: { say: 'answer', ...about, answer: name, reason: `pressed "${name}" on the card` },
      ...back,
    }
  }
  return { is: 'nothing' }
}

function readForm(
  view: {
    private_metadata: string
    state: { values: Record<string, Record<string, { value?: string | null | undefined }>> }
  },
  from: Member,
): Asked {
  const meta = FormMeta.safeParse(jsonOf(view.private_metadata))
  if (!meta.success) return { is: 'nothing' }
  const reason = view.state.values[reasonField.block]?.[reasonField.input]?.value?.trim() ?? ''
  if (reason === '')
    return { is: 'unfinished', block: reasonField.block, because: 'People and the evidence need a reason' }
  const form = meta.data
  const back = { from, ...(form.answer && { answer: form.answer }) }
  if ('reject' in form)
    return { is: 'said', said: { say: 'reject', ...form.reject, reason: reason.slice(0, 500) }, ...back }
  return {
    is: 'said',
    said: { say: 'answer', ...form.rollBack, answer: 'roll-back', reason: reason.slice(0, 500) },
    ...back,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
