import { gzipSync } from 'node:zlib'
import { type Bundle, entryFile } from './bundle.ts'

export interface Measured {
  readonly name: string
  /** gzip of what is read before the first line of the handler runs. */
  readonly startBytes: number
  /** gzip of everything, kinds that are loaded on demand included. */
  readonly allBytes: number
  /** How many parts wait to be loaded. */
  readonly partsOnDemand: number
  /** Bytes before gzip per package or room, largest first; of what is read at start. */
  readonly contents: readonly (readonly [string, number])[]
}

export function measure({ name, files, metafile }: Bundle): Measured {
  const start = readAtStart(name, metafile)
  const gzip = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + gzipSync(files.get(path)!).length, 0)
  const contents = new Map<string, number>()
  for (const path of start) {
    for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[path]!.inputs)) {
      const owner = ownerOf(input)
      contents.set(owner, (contents.get(owner) ?? 0) + bytesInOutput)
    }
  }
  return {
    name,
    startBytes: gzip(start),
    allBytes: gzip(files.keys()),
    partsOnDemand: files.size - start.size,
    contents: [...contents].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a),
  }
}

/** The entry and all that it imports before it runs; what an `import()` names comes later. */
export function readAtStart(name: string, metafile: Bundle['metafile']): Set<string> {
  const start = new Set<string>()
  const walk = (path: string) => {
    if (start.has(path)) return
    start.add(path)
    for (const one of metafile.outputs[path]!.imports) {
      if (one.kind !== 'dynamic-import' && one.external !== true) walk(one.path)
    }
  }
  walk(entryFile(name))
  return start
}

/** `node_modules/@smithy/core/…` → `@smithy/core`, `shared/ledger/…` → `shared/ledger`. */
export function ownerOf(input: string): string {
  const inside = input.split('node_modules/').at(-1)!
  const parts = inside.split('/')
  return input.includes('node_modules/')
    ? parts.slice(0, inside.startsWith('@') ? 2 : 1).join('/')
    : parts.slice(0, 2).join('/')
}
