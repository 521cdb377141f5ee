import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scripted, serveml, story } from './stage.ts'

const files = readdirSync(join(import.meta.dirname, '../../events/faults')).filter((file) => file.endsWith('.yaml'))

describe('a release that meets', () => {
  it.each(files)('%s ends as the file says, with every property true', async (file) => {
    const { faults, expect: outcome } = scripted(file)
    const run = await story(await serveml(), faults)
    expect(run.outcome, run.because).toBe(outcome)
  })
})
