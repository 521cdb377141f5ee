import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundle } from '../../cli/package/bundle.ts'
import { readAtStart } from '../../cli/package/measure.ts'

const root = join(import.meta.dirname, '..', '..')
const made = await bundle('preflight', root)
const start = readAtStart('preflight', made.metafile)

/** Files of which some code is read at start, or on demand. */
const inParts = (atStart: boolean): string[] =>
  Object.entries(made.metafile.outputs)
    .filter(([path]) => start.has(path) === atStart)
    .flatMap(([, { inputs }]) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
    )
const xml = /@aws-sdk\/xml-builder/

describe('what a function reads at start', () => {
  it('is the entry, one piece, and the helpers of the bundler', () => {
    expect(start.size).toBeLessThanOrEqual(3)
  })

  it('leaves to a kind what that kind alone asks of the SDK, although both ask the same package', () => {
    expect(inParts(false).some((file) => xml.test(file))).toBe(true)
    expect(inParts(true).filter((file) => xml.test(file))).toEqual([])
  })

  it('has one way to credentials, the environment that Lambda gives', () => {
    const ways = Object.keys(made.metafile.inputs).flatMap(
      (file) => /@aws-sdk\/(credential-provider-[a-z-]+)/.exec(file)?.[1] ?? [],
    )
    expect([...new Set(ways)]).toEqual(['credential-provider-env'])
  })

  it('imports no module of Node, which would read all that it exports: what is used is taken', () => {
    const externals = [...start].flatMap((path) =>
      made.metafile.outputs[path]!.imports.filter((one) => one.external === true),
    )
    expect(externals.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([])
    const text = [...start].map((path) => Buffer.from(made.files.get(path)!).toString()).join('\n')
    expect(text).toContain('process.getBuiltinModule("node:https")')
    expect(text).not.toMatch(/getBuiltinModule\("node:(process|fs\/promises|stream\/web)"\)/)
  })
})

describe('a client that Tidegate asks now and then', () => {
  it('is in the bundle of whoever asks it, and not read at start', async () => {
    const report = await bundle('report', root)
    const parts = Object.entries(report.metafile.outputs).flatMap(([path, { entryPoint = '' }]) =>
      entryPoint.startsWith('shared/clients/parts/') ? [{ path, entryPoint }] : [],
    )
    const names = parts.map(({ entryPoint }) => entryPoint.split('/').at(-1))
    expect(names.sort()).toEqual(['metrics.ts', 's3.ts'])
    const atStart = readAtStart('report', report.metafile)
    for (const { path } of parts) expect(atStart.has(path)).toBe(false)
  })
})
