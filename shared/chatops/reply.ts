import type { World } from '../world.ts'
import { clip } from './text.ts'

/** Addresses that Slack gives for answers; whoever is asked to post elsewhere does not. */
const slacks = /^https:\/\/hooks\.slack(-gov)?\.com\//

/** One line to whoever asked, and to nobody else. Losing it loses nothing: the card says what stands. */
export async function reply(world: World, to: string | undefined, text: string): Promise<void> {
  if (to === undefined || !slacks.test(to)) return
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text: clip(text, 3_000) })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  }
  try {
    const { status } = await world.http({ url: to, method: 'POST', headers, body, timeoutMs: 5_000 })
    if (status !== 200) world.log('warn', `Slack took no answer: HTTP ${status}`)
  } catch (error) {
    world.log('warn', `Slack took no answer: ${error instanceof Error ? error.name : 'unknown'}`)
  }
}
