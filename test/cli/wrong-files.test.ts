import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder, root, tidegate } from './tidegate.ts'

/** A copy of serveml in which one text of one file was replaced. */
function brokenPlan(file: string, from: string, to: string): string {
  const folder = join(emptyFolder(), 'serveml')
  cpSync(join(root, 'plans/serveml'), folder, { recursive: true })
  const text = readFileSync(join(folder, file), 'utf8')
  if (!text.includes(from)) throw new Error(`${from} is not in ${file}`)
  writeFileSync(join(folder, file), text.replace(from, to))
  return folder
}

async function faultsOf(plan: string, ...more: string[]): Promise<string[]> {
  const out = join(plan, 'evidence')
  const ended = await tidegate('rehearse', plan, '--version', '2.4.0', '--out', out, ...more)
  expect(ended.code).toBe(2)
  expect(ended.out).toBe('')
  expect(existsSync(out)).toBe(false)
  return ended.err.split('\n').filter((line) => /:\d+:\d+ /.test(line))
}

describe('a wrong file is told with its line, once per fault, and nothing is written:', () => {
  it('a plan', async () => {
    const [first, ...rest] = await faultsOf(brokenPlan('plan.yaml', 'bake: 24h', 'bake: 24'))
    expect(first).toMatch(/plan\.yaml:33:7 {2}bake: /)
    expect(rest).toEqual([])
  })

  it('a plan with two changes of one resource, told before anybody is asked', async () => {
    const again = '  web: {site-files: web, after: backend}\n  again: {lambda-version: model-serving-wrapper}\n'
    const folder = brokenPlan('plan.yaml', '  web: {site-files: web, after: backend}\n', again)
    const alias = '  - {lambda-alias: model-serving, steps: [10, 100], watch: 10m}\n'
    const plan = readFileSync(join(folder, 'plan.yaml'), 'utf8')
    writeFileSync(join(folder, 'plan.yaml'), plan.replace(alias, `${alias}  - {lambda-alias: again, watch: 5m}\n`))
    appendFileSync(join(folder, 'manifests/2.4.0.yaml'), `  again: sha256:${'b6'.repeat(32)}\n`)
    const ended = await tidegate('plan', folder, '--version', '2.4.0')
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(/^plan: "again" and "model-serving" both change lambda-version\/model-serving-wrapper; /)
  })

  it('an account', async () => {
    const faults = await faultsOf(brokenPlan('account.yaml', '\nalarms:', '\nalarmz:'))
    expect(faults).toEqual([expect.stringMatching(/account\.yaml:\d+:\d+ {2}alarmz: "alarmz" is unknown/)])
  })

  it('a file that is no YAML at all', async () => {
    const faults = await faultsOf(brokenPlan('account.yaml', 'account:', 'account: [\n'))
    expect(faults[0]).toContain('this is no YAML')
  })

  it('faults', async () => {
    const folder = emptyFolder()
    const file = join(folder, 'night.yaml')
    writeFileSync(
      file,
      'faults:\n  - {kind: alarmm, alarm: x, at: {afterSeconds: 1}}\n  - {kind: crash, nth: 0}\nexpect: fine\n',
    )
    const ended = await tidegate('rehearse', 'serveml', '--faults', file, '--out', join(folder, 'evidence'))
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(/night\.yaml:4:9 {2}expect: /)
    writeFileSync(file, readFileSync(file, 'utf8').replace('expect: fine\n', ''))
    const again = await tidegate('rehearse', 'serveml', '--faults', file, '--out', join(folder, 'evidence'))
    expect(again.err).toContain(
      'night.yaml:2:12  faults[0].kind: there is no fault "alarmm"\n    did you mean "alarm"?',
    )
    expect(again.err).toMatch(/night\.yaml:3:\d+ {2}faults\[1\]\.nth: /)
    expect(existsSync(join(folder, 'evidence'))).toBe(false)
  })
})
