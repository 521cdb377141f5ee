import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { startKilobytesMax } from '../../cli/package/budgets.ts'
import { type Bundle, bundle, entryFile } from '../../cli/package/bundle.ts'
import { bundleFaults } from '../../cli/package/faults.ts'
import { measure, ownerOf } from '../../cli/package/measure.ts'
import { zipped } from '../../cli/package/zip.ts'
import { checkKinds } from '../../shared/checks/index.ts'

const root = join(import.meta.dirname, '..', '..')
const made = await bundle('preflight', root)

/** The bundle, with one more file in it. */
const with_ = (input: string, imports: Bundle['metafile']['inputs'][string]['imports'] = []): Bundle => ({
  ...made,
  metafile: { ...made.metafile, inputs: { ...made.metafile.inputs, [input]: { bytes: 1, imports } } },
})

describe('a bundle', () => {
  it('has nothing in it that it must not have', () => {
    expect(bundleFaults(made, startKilobytesMax['preflight'])).toEqual([])
  })

  it('keeps every kind of check for when it is asked', () => {
    const waiting = Object.values(made.metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? [])
    for (const kind of checkKinds) expect(waiting).toContain(`shared/checks/${kind}.ts`)
    expect(measure(made).startBytes).toBeLessThan(measure(made).allBytes / 2)
  })

  it('starts where Lambda looks for the handler', () => {
    expect([...made.files.keys()]).toContain(entryFile('preflight'))
  })

  it('is the same bytes when it is made again, whatever the hour', async () => {
    const again = await bundle('preflight', root)
    expect(Buffer.from(zipped(again.files)).equals(Buffer.from(zipped(made.files)))).toBe(true)
  })

  it('comes out of its zip as it went in', () => {
    const out = unzipSync(zipped(made.files))
    expect(Object.keys(out).sort()).toEqual([...made.files.keys()].sort())
    const entry = entryFile('preflight')
    expect(Buffer.from(out[entry]!).equals(Buffer.from(made.files.get(entry)!))).toBe(true)
  })

  it.each([
    ['something that pretends', with_('rehearsal/account/ecs/ecs.ts'), /must not run on AWS/],
    ['CommonJS of the SDK', with_('node_modules/@aws-sdk/client-ecs/dist-cjs/index.js'), /CommonJS/],
    ['a second copy', with_('node_modules/other/node_modules/zod/index.js'), /zod is in it 2 times/],
    [
      'a require that an ES module cannot do',
      with_('node_modules/old/index.js', [{ path: 'fs', kind: 'require-call', external: true }]),
      /requires "fs"/,
    ],
  ])('is told off for %s', (_what, bad, told) => {
    expect(bundleFaults(bad, 999)).toEqual([expect.stringMatching(told)])
  })

  it('is told off when it outgrows its budget, or has none', () => {
    expect(bundleFaults(made, 50)).toEqual([expect.stringMatching(/its budget is 50 KB/)])
    expect(bundleFaults(made, undefined)).toEqual([expect.stringMatching(/has no budget/)])
  })
})

describe('the owner of a bundled file', () => {
  it.each([
    ['node_modules/@smithy/core/dist-es/index.js', '@smithy/core'],
    ['node_modules/zod/v4/mini/index.js', 'zod'],
    ['node_modules/other/node_modules/zod/index.js', 'zod'],
    ['shared/ledger/store.ts', 'shared/ledger'],
  ])('of %s is %s', (input, owner) => {
    expect(ownerOf(input)).toBe(owner)
  })
})
