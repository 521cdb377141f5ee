import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder, tidegate } from './tidegate.ts'

const alarm = ['--faults', 'events/faults/alarm-at-25-percent.yaml']
const rehearse = async (...more: string[]) => {
  const out = emptyFolder()
  const ended = await tidegate('rehearse', 'serveml', '--out', out, ...more)
  return { ...ended, read: (file: string) => readFileSync(join(out, file), 'utf8') }
}

describe('the evidence of a rehearsal', () => {
  it('is the same bytes for the same seed, and others for another', async () => {
    const [first, second, other] = await Promise.all([
      rehearse(...alarm, '--seed', '7'),
      rehearse(...alarm, '--seed', '7'),
      rehearse(...alarm, '--seed', '8'),
    ])
    for (const file of ['evidence.json', 'report.html']) expect(second.read(file)).toBe(first.read(file))
    expect(other.read('evidence.json')).not.toBe(first.read('evidence.json'))
  })

  it('is one page that fetches nothing, beside the same as JSON', async () => {
    const { read } = await rehearse(...alarm, '--quiet')
    expect(JSON.parse(read('evidence.json'))).toMatchObject({ system: 'serveml', outcome: 'rolled-back' })
    expect(read('report.html')).not.toMatch(/<(script|link|img)[^>]+(src|href)=/)
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

  it('has no escape codes with CI=true, even where colours are forced', async () => {
    const { out } = await rehearse(...alarm)
    expect(out).toContain('the way back')
    expect(out).not.toContain('\u001b')
    expect(out).not.toContain('\r')
  })

  it('is only the result with --quiet', async () => {
    const { out } = await rehearse('--quiet')
    expect(out.trimStart()).toMatch(/^released {2}serveml 2\.4\.0/)
    expect(out.split('\n').length).toBeLessThan(10)
  })
})
