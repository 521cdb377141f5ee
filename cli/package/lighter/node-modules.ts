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

export const nodeModules: Plugin = {
  name: 'node-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:buffer|node:process)$/ }, ({ path }) => ({
      path,
      namespace: 'node-module',
      sideEffects: false,
    }))
    build.onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => ({ contents: modules[path]! }))
  },
}
