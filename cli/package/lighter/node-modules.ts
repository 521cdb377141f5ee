import type { Plugin } from 'esbuild'

/** Global `crypto`: webcrypto, which Node loads when it is named. The SDK wants `randomUUID` of it, which the module has too. */
export const globalCrypto = 'global-crypto'

/**
 * Modules that are not what their names say.
 *
 * `buffer`: dns-packet is CommonJS and requires it, which no ES module can; a `require` made for every file would cost each
 * start. `node:process`: its getters open standard input and output, 5 ms; what is named here is all that the SDK wants of
 * it, and more would not build.
 */
const modules: Readonly<Record<string, string>> = {
  buffer: "export { Buffer } from 'node:buffer'",
  'node:process': 'export const { env, versions } = process',
  [globalCrypto]: "export { default as crypto } from 'node:crypto'",
}

/** Exports that load more when they are read, and are hardly ever asked: webcrypto, and all that Node has for files, 5 ms. */
const getters: Readonly<Record<string, string>> = {
  getRandomValues: '(bytes) => module.getRandomValues(bytes)',
  ReadStream: 'class { static [Symbol.hasInstance](one) { return one instanceof module.ReadStream } }',
}

/**
 * A module of Node, of which is taken what is used.
 *
 * `import` from one reads every export that it has, getters too, and so loads what they stand for. Here a name that nobody
 * imports is left out by the bundler, and never read.
 */
function asItIs(path: string): string {
  const module = process.getBuiltinModule(path) as object
  const names = Object.keys(module).filter((name) => /^[a-z]\w*$/i.test(name) && name !== 'default')
  const taken = names.map((name) => `const ${name}$ = ${getters[name] ?? `/* @__PURE__ */ (() => module.${name})()`};`)
  return [
    `const module = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(path)});`,
    ...taken,
    `export { module as default, ${names.map((name) => `${name}$ as ${name}`).join(', ')} };`,
  ].join('\n')
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
    build.onResolve({ filter: /^node:stream\/(?:web|promises)$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/@middy/core/')
        ? { path, namespace: 'never-streamed', sideEffects: false }
        : null,
    )
    // What is loaded on demand is Node's own business.
    build.onResolve({ filter: /^(?:buffer|global-crypto|node:.*)$/ }, ({ path, kind }) =>
      path in modules || kind === 'import-statement' ? { path, namespace: 'node-module', sideEffects: false } : null,
    )
    build.onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => ({
      contents: modules[path] ?? asItIs(path),
    }))
    build.onLoad({ filter: /.*/, namespace: 'never-streamed' }, ({ path }) => ({
      contents: told + neverStreamed[path]!,
    }))
  },
}
