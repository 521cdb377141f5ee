import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Asked, recordAsks } from '../../rehearsal/permissions/record.ts'
import type { Run } from '../../rehearsal/rehearse.ts'
import { rolesHeldAgainst } from '../permissions/grants.ts'
import { askedIn, nights } from '../permissions/scenes.ts'
import { scripted, serveml, story } from './stage.ts'

const files = readdirSync(join(import.meta.dirname, '../../events/faults')).filter((file) => file.endsWith('.yaml'))

/** Each night is rehearsed once: for its end, and for what its functions asked of AWS. */
const asked: Asked = new Map()
const rehearsed = new Map<string, Promise<Run>>()
function night(file: string): Promise<Run> {
  const run = rehearsed.get(file) ?? rehearse(file)
  rehearsed.set(file, run)
  return run
}
const rehearse = async (file: string) =>
  story(await serveml(), scripted(file).faults, { prepare: (bench) => recordAsks(bench, asked) })

describe('a release that meets', () => {
  it.each(files)('%s ends as the file says, with every property true', async (file) => {
    const run = await night(file)
    expect(run.outcome, run.because).toBe(scripted(file).expect)
  })
})

rolesHeldAgainst(async () => {
  for (const file of files) await night(file)
  return askedIn(await nights(), asked)
})
