import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** Puts the stylesheet and the script of the pages into the bundle as text: on Lambda there is no web/assets/. */
export const pageAssets: Plugin = {
  name: 'page assets',
  setup(build) {
    build.onLoad({ filter: /\/web\/assets\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/\bread\('([\w.]+)'\)/g, (_, name: string) =>
        JSON.stringify(readFileSync(join(dirname(path), 'assets', name), 'utf8')),
      ),
      loader: 'ts',
    }))
  },
}
