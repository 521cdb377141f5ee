/** What Slack documents of a message's blocks and of a form's; the word of its refusal, or undefined. */

type Block = Readonly<Record<string, unknown>>
type Text = { readonly type?: string; readonly text?: string } | undefined

/** @see https://docs.slack.dev/reference/block-kit/blocks */
export function wrongBlocks(blocks: unknown, max: 50 | 100): string | undefined {
  if (!Array.isArray(blocks) || blocks.length > max) return 'invalid_blocks'
  if (JSON.stringify(blocks).length > 13_200) return 'msg_blocks_too_long'
  const ids = blocks.map((block: Block) => block['block_id']).filter((id) => id !== undefined)
  if (new Set(ids).size !== ids.length || ids.some((id) => !fits(id, 255))) return 'invalid_blocks'
  return blocks.every(rightBlock) ? undefined : 'invalid_blocks'
}

const fits = (text: unknown, max: number): boolean => typeof text === 'string' && text.length > 0 && text.length <= max
const plainly = (text: Text, max: number): boolean => text?.type === 'plain_text' && fits(text.text, max)
const either = (text: Text, max: number): boolean =>
  (text?.type === 'mrkdwn' || text?.type === 'plain_text') && fits(text.text, max)

function rightBlock(block: Block): boolean {
  const text = block['text'] as Text
  switch (block['type']) {
    case 'header':
      return plainly(text, 150)
    case 'section': {
      const fields = block['fields'] as Text[] | undefined
      if (text === undefined && fields === undefined) return false
      return (
        (text === undefined || either(text, 3_000)) &&
        (fields ?? []).length <= 10 &&
        (fields ?? []).every((one) => either(one, 2_000))
      )
    }
    case 'context':
      return (
        (block['elements'] as Text[]).length <= 10 && (block['elements'] as Text[]).every((one) => either(one, 3_000))
      )
    case 'actions':
      return (block['elements'] as Block[]).length <= 25 && (block['elements'] as Block[]).every(rightButton)
    case 'input': {
      const element = block['element'] as { type: string; max_length?: number }
      return (
        plainly(block['label'] as Text, 2_000) &&
        element.type === 'plain_text_input' &&
        (element.max_length ?? 1) <= 3_000
      )
    }
    case 'divider':
      return true
    default:
      return false
  }
}

function rightButton(button: Block): boolean {
  const confirm = button['confirm'] as Record<'title' | 'text' | 'confirm' | 'deny', Text> | undefined
  const asks =
    confirm === undefined ||
    (plainly(confirm.title, 100) &&
      either(confirm.text, 300) &&
      plainly(confirm.confirm, 30) &&
      plainly(confirm.deny, 30))
  const style = button['style']
  return (
    button['type'] === 'button' &&
    plainly(button['text'] as Text, 75) &&
    fits(button['action_id'], 255) &&
    (button['value'] === undefined || fits(button['value'], 2_000)) &&
    (style === undefined || style === 'primary' || style === 'danger') &&
    asks
  )
}

/** @see https://docs.slack.dev/reference/views/modal-views */
export function wrongView(view: Block): string | undefined {
  const right =
    view['type'] === 'modal' &&
    plainly(view['title'] as Text, 24) &&
    plainly(view['submit'] as Text, 24) &&
    plainly(view['close'] as Text, 24) &&
    fits(view['callback_id'], 255) &&
    fits(view['private_metadata'], 3_000) &&
    wrongBlocks(view['blocks'], 100) === undefined
  return right ? undefined : 'invalid_arguments'
}
