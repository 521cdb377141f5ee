import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { environmentCredentials, environmentSettings, globalCrypto, lighter, nodeModules } from './lighter/index.ts'
import { pageAssets } from './page-assets.ts'

/** One function as Lambda gets it: the entry, and a part for each kind that is loaded on demand. */
export interface Bundle {
  readonly name: string
  /** Paths inside the zip. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Keys of its outputs are the same paths. */
  readonly metafile: Metafile
}

/** Where Lambda finds `functions/<name>.handler`. */
export const entryFile = (name: string): string => `functions/${name}.mjs`

/**
 * Bundles one function of functions/, SDK included, so that what runs is what was tested.
 *
 * Split at every `import()`: a kind's code and its AWS client are read when a release uses that kind. `module,main`
 * takes the SDK's ES modules, half the start-up of its CommonJS; what of them is read at start is made small by lighter/
 * (ADR 13). Minified, since parsing is start-up too; errors carry their names as strings, so that a shortened class name
 * reaches nobody.
 */
export async function bundle(name: string, root: string): Promise<Bundle> {
  const folder = join(root, 'bundle')
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { [`functions/${name}`]: `functions/${name}.ts` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    plugins: [
      pageAssets,
      nodeModules,
      environmentCredentials,
      environmentSettings,
      lighter(join(root, `functions/${name}.ts`)),
    ],
    inject: [globalCrypto],
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const inZip = (path: string) => path.replace(/^bundle\//, '')
  const outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, output]) => [
      inZip(path),
      {
        ...output,
        imports: output.imports.map((one) => ({ ...one, path: one.external ? one.path : inZip(one.path) })),
      },
    ]),
  )
  return {
    name,
    files: new Map(outputFiles.map(({ path, contents }) => [path.slice(folder.length + 1), contents] as const)),
    metafile: { inputs: metafile.inputs, outputs },
  }
}
