import type { Plugin } from 'esbuild'

/**
 * Modules of Node that are linked as modules of ours.
 *
 * `buffer`: dns-packet is CommonJS and requires it, which no ES module can; a `require` made for every file would cost each
 * start. `node:process`: importing it runs every getter there is, standard input and output too, 5 ms; what is named here
 * is all that the SDK wants of it, and more would not build.
 */
const modules: Readonly<Record<string, string>> = {
  buffer: "export { Buffer } from 'node:buffer'",
  'node:process': 'export const { env, versions } = process',
}

/** middy can stream an answer, and loads what that needs, 4 ms, at each start; our handlers answer Step Functions with JSON. */
const neverStreamed: Readonly<Record<string, string>> = {
  'node:stream/web': 'export class ReadableStream { constructor() { throw new Error(told) } }',
  'node:stream/promises': 'export const pipeline = () => { throw new Error(told) }',
}
const told =
  "const told = 'no handler streams its answer: cli/package/lighter/node-modules.ts leaves out what that needs';"

export const nodeModules: Plugin = {
  name: 'node-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:buffer|node:process)$/ }, ({ path }) => ({
      path,
      namespace: 'node-module',
      sideEffects: false,
    }))
    build.onResolve({ filter: /^node:stream\/(?:web|promises)$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/@middy/core/')
        ? { path, namespace: 'never-streamed', sideEffects: false }
        : null,
    )
    build.onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => ({ contents: modules[path]! }))
    build.onLoad({ filter: /.*/, namespace: 'never-streamed' }, ({ path }) => ({
      contents: told + neverStreamed[path]!,
    }))
  },
}
