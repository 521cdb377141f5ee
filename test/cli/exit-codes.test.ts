import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes, exitCodesHelp } from '../../cli/exit-codes.ts'
import { codeOf } from '../../cli/perform.ts'
import { emptyFolder, tidegate } from './tidegate.ts'

const night = (fault: string) => ['--faults', `events/faults/${fault}.yaml`]
const rehearse = (...more: string[]) => tidegate('rehearse', 'serveml', '--quiet', '--out', emptyFolder(), ...more)

describe('the exit code of a rehearsal', () => {
  it.each([
    ['released', [], 0],
    ['refused', night('nobody-signs'), 10],
    ['rolled-back', night('alarm-at-25-percent'), 11],
    ['stuck', night('record-drifts'), 12],
  ] as const)('tells %s, beside a result in few words and whether the fault file expected it', async (...row) => {
    const [outcome, more, code] = row
    const ended = await rehearse(...more)
    expect(ended.out.trimStart()).toMatch(new RegExp(`^${outcome} {2}serveml 2\\.4\\.0`))
    expect(ended.out.split('\n').length).toBeLessThan(more.length === 0 ? 10 : 15)
    expect(ended.out.includes(`expected   ${outcome}: met`)).toBe(more.length > 0)
    expect(ended.code).toBe(code)
  })

  it('is that of a broken property, whatever the outcome was', () => {
    const run = { outcome: 'released' } as never
    expect(codeOf({ run, broken: { property: 'p', because: 'b' } })).toBe(exitCodes.broken)
    expect(codeOf({ run, broken: undefined })).toBe(exitCodes.released)
    expect(codeOf({ run: { outcome: undefined } as never, broken: undefined })).toBe(exitCodes.broken)
  })

  it('is told apart for every outcome, and each code is in the help', () => {
    const codes = Object.values(exitCodes)
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(exitCodesHelp).toMatch(new RegExp(`^ +${code}  `, 'm'))
  })
})

describe('the exit code of wrong words', () => {
  it.each([
    [['rehearse', 'serveml', '--sed', '3'], "unknown option '--sed'; did you mean --seed?"],
    [['rehersal', 'serveml'], "unknown command 'rehersal'; did you mean rehearse?"],
    [['rehearse', 'servml'], 'did you mean "serveml"?'],
    [['rehearse', 'serveml', '--seeds', '5..1'], 'It takes a range: 1..500.'],
    [['rehearse', 'serveml', '--kill-when', 'later'], 'Allowed choices are before, after.'],
    [['rehearse', 'serveml', '--faults', 'nope.yaml'], 'nope.yaml does not exist'],
    [['rehearse', 'serveml', '--version', '9.9.9'], 'manifests/9.9.9.yaml does not exist'],
    [['rehearse'], "missing required argument 'plan'"],
  ])('is 2, with one line that says what would be right: %j', async (args, line) => {
    const out = emptyFolder()
    const ended = await tidegate(...args, ...(args[0] === 'rehearse' ? ['--out', join(out, 'evidence')] : []))
    expect(ended.code).toBe(2)
    expect(ended.err.trimEnd().split('\n')).toEqual([expect.stringContaining(line)])
    expect(ended.out).toBe('')
    expect(existsSync(join(out, 'evidence'))).toBe(false)
  })
})
