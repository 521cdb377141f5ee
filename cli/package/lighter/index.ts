import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { oneStart } from './one-start.ts'
import { straightImports } from './straight-imports.ts'

export { environmentCredentials, environmentSettings } from './credentials.ts'
export { globalCrypto, nodeModules } from './node-modules.ts'

/** What makes a start light without changing what runs: each source as it is, but for its imports. */
export const lighter = (entry: string): Plugin => ({
  name: 'lighter',
  setup(build) {
    const onDemand = oneStart(build, entry)
    const straight = straightImports(build)
    build.onLoad({ filter: /\.(?:ts|js)$/ }, async ({ path }) => ({
      contents: onDemand(await straight(readFileSync(path, 'utf8'), path), path),
      loader: extname(path).slice(1) as Loader,
    }))
    // The SDK's clients read their version and nothing else of it.
    build.onLoad({ filter: /\/@aws-sdk\/[^/]+\/package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }))
  },
})
