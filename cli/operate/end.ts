import type { Out } from '../aws/command.ts'
import { type Followed, follow } from '../aws/follow.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { coloursFor } from '../terminal.ts'

/** Watches a release to its end, and tells that; programs get the end alone. */
export async function watchToEnd(tidegate: Tidegate, release: string, out: Out, more: object = {}): Promise<number> {
  const silent = { write: () => true }
  const end = await follow(tidegate, release, out.json ? silent : out.screen)
  if (out.json) out.screen.write(`${JSON.stringify({ release, ...more, ...end }, null, 2)}\n`)
  else out.screen.write(endText(release, end, out))
  return exitCodes[end.outcome]
}

function endText(release: string, { outcome, because }: Followed, out: Out): string {
  if (outcome === 'open') return `\n  ${because}\n`
  const colours = coloursFor(out.screen)
  const paint = outcome === 'released' ? colours.green : outcome === 'rolled-back' ? colours.yellow : colours.red
  const lines = [
    `${paint(colours.bold(outcome))}  ${release}`,
    `because    ${because || 'nothing was said'}`,
    `evidence   tidegate evidence ${release}`,
    ...(outcome === 'stuck' ? [`next       tidegate status ${release} says what to do`] : []),
  ]
  return `\n${lines.map((line) => `  ${line}\n`).join('')}`
}
