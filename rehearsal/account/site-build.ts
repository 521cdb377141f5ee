interface SiteFile {
  readonly key: string
  readonly text: string
  readonly type: string
  readonly cacheControl: string
}

/** Built once per version and process: every rehearsal has the same. */
const builds = new Map<string, readonly SiteFile[]>()

/** The files of a site's build as CI uploads them: assets for ever, the index never kept, manifest.json last. */
export function siteBuild(version: string): readonly SiteFile[] {
  const known = builds.get(version)
  if (known !== undefined) return known
  const forEver = 'public, max-age=31536000, immutable'
  const name = version.replaceAll('.', '')
  const files: SiteFile[] = [
    {
      key: `assets/app.${name}.js`,
      text: `export const version = '${version}'`,
      type: 'text/javascript',
      cacheControl: forEver,
    },
    { key: `assets/app.${name}.css`, text: `/* ${version} */`, type: 'text/css', cacheControl: forEver },
    {
      key: 'index.html',
      text: `<!doctype html><title>serveml</title><script type="module" src="/assets/app.${name}.js"></script>`,
      type: 'text/html',
      cacheControl: 'no-cache',
    },
  ]
  const manifest = {
    version,
    files: files.map(({ key, type, cacheControl }) => ({ key, contentType: type, cacheControl })),
  }
  files.push({
    key: 'manifest.json',
    text: JSON.stringify(manifest),
    type: 'application/json',
    cacheControl: 'no-cache',
  })
  builds.set(version, files)
  return files
}
