import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, run } from './tidegate.ts'

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

/** The lines of the README's picture of the way back. */
function shownInReadme(): string[] {
  const [, picture] = /```\n( {2}\+[^`]+)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  const lines = (picture ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => inOneLine(line).trim())
  expect(lines.length).toBeGreaterThan(5)
  return lines.filter((line) => line !== '…')
}

describe('npm start', () => {
  it('releases once, goes back once within the limits of the plan, and says where both are written down', async () => {
    const { code, out } = await run(['cli/start.ts'])
    expect(out).not.toContain('NOT AS IT SHOULD BE')
    expect(code).toBe(0)
    expect(out).toMatch(/Users were back on blue after .+ \(the plan allows 5 min\)/)
    expect(out).toMatch(/everything was undone after .+ \(the plan allows 30 min\)/)
    const files = [...out.matchAll(/^ +(\.tidegate\/\S+)$/gm)].map((match) => match[1]!)
    expect(new Set(files).size).toBe(4)
    const outcomes = [...new Set(files)]
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')).outcome)
    expect(outcomes.sort()).toEqual(['released', 'rolled-back'])
    // What the README shows is what is printed, line breaks aside.
    const printed = inOneLine(out)
    for (const line of shownInReadme()) expect(printed).toContain(line)
  })
})
