import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tidegate } from './tidegate.ts'

const alarm = ['--faults', 'events/faults/alarm-at-25-percent.yaml']
const folders: string[] = []
const rehearse = async (...more: string[]) => {
  const out = mkdtempSync(join(tmpdir(), 'tidegate-evidence-'))
  folders.push(out)
  const ended = await tidegate('rehearse', 'serveml', '--out', out, ...more)
  return { ...ended, read: (file: string) => readFileSync(join(out, file), 'utf8') }
}
type Rehearsed = Awaited<ReturnType<typeof rehearse>>

let first: Rehearsed
let second: Rehearsed
let other: Rehearsed
beforeAll(async () => {
  const seeds = ['7', '7', '8'].map((seed) => rehearse(...alarm, '--seed', seed))
  ;[first, second, other] = (await Promise.all(seeds)) as [Rehearsed, Rehearsed, Rehearsed]
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('the evidence of a rehearsal', () => {
  it('is the same bytes for the same seed, and others for another', () => {
    for (const file of ['evidence.json', 'report.html']) expect(second.read(file)).toBe(first.read(file))
    expect(other.read('evidence.json')).not.toBe(first.read('evidence.json'))
  })

  it('is one page that fetches nothing, beside the same as JSON', () => {
    expect(JSON.parse(first.read('evidence.json'))).toMatchObject({ system: 'serveml', outcome: 'rolled-back' })
    expect(first.read('report.html')).not.toMatch(/<(script|link|img)[^>]+(src|href)=/)
  })
})

describe('what a rehearsal prints', () => {
  it('is JSON and nothing else with --json', async () => {
    const { out, err, code } = await rehearse(...alarm, '--json')
    const { outcome, broken, expectationMet, trafficBackSeconds, evidence } = JSON.parse(out)
    expect({ outcome, broken, expectationMet }).toEqual({ outcome: 'rolled-back', broken: null, expectationMet: true })
    expect(trafficBackSeconds).toBeLessThanOrEqual(300)
    expect(readFileSync(evidence.json, 'utf8')).toContain('"rolled-back"')
    expect(err).toBe('')
    expect(code).toBe(11)
  })

  it('has no escape codes with CI=true, even where colours are forced', () => {
    expect(first.out).toContain('the way back')
    expect(first.out).not.toContain('\u001b')
    expect(first.out).not.toContain('\r')
  })
})
