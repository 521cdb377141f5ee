import type { PluginBuild } from 'esbuild'

/**
 * Makes one file of what a function reads at start.
 *
 * esbuild puts what the entry shares with this and that kind into as many parts as there are such sets: thirty small files
 * to open, each packed by itself. Here every module that is loaded on demand imports the entry, which has run long before; so
 * all parts share all of the start, and it stays in one piece.
 */
export function oneStart(build: PluginBuild, entry: string): (text: string, path: string) => string {
  const onDemand = new Set<string>()
  build.onResolve({ filter: /.*/ }, async ({ kind, path, pluginData, importer, resolveDir }) => {
    if (kind !== 'dynamic-import' || pluginData === asked) return undefined
    const resolved = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked })
    if (!resolved.external && resolved.namespace === 'file') onDemand.add(resolved.path)
    return resolved
  })
  return (text, path) =>
    onDemand.has(path) && /^(?:import|export)\b/m.test(text) ? `${text}\nimport ${JSON.stringify(entry)}\n` : text
}

const asked = Symbol('asked already')
