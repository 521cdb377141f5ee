import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { zipped } from '../../../cli/package/zip.ts'

interface Alias {
  readonly zone: string
  readonly name: string
  readonly evaluate?: boolean
}
/** As much of plans/serveml/account.yaml as is made on the emulator. */
interface AccountFile {
  readonly ecs: {
    readonly cluster: string
    readonly services: Record<string, { revision: string; count: number; targetGroup: string }>
    readonly families: Record<
      string,
      {
        container: string
        repository: string
        revisions: Record<number, string>
        logGroup?: string
        environment: Record<string, string>
        secrets?: Record<string, string>
      }
    >
  }
  readonly elb: Record<string, { dns: string; addresses: string[]; page?: boolean }>
  readonly cloudfront: Record<string, { domain: string; aliases: string[]; bucket: string; addresses: string[] }>
  readonly route53: Record<
    string,
    { name: string; records: { name: string; type: 'A'; set?: string; weight?: number; alias: Alias }[] }
  >
  readonly alarms: Record<string, unknown>
  readonly logs: Record<string, { days: number }>
  readonly answers: { path: string; method?: string; status: number; body: string }[]
}

const folder = join(import.meta.dirname, '../../../plans/serveml')
const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'))

export const account = read('account.yaml') as AccountFile
export const versions = ['2.2.9', '2.3.1', '2.4.0'] as const
export type Version = (typeof versions)[number]
export const artifacts = (version: Version) =>
  (read(`manifests/${version}.yaml`) as { artifacts: Record<'backend' | 'model-serving' | 'web', string> }).artifacts

/** What CI would have pushed: contents whose digests are true, unlike those of the example. */
export const functionPackage = (version: Version): Uint8Array =>
  zipped(new Map([['index.mjs', new TextEncoder().encode(`export const handler = async () => '${version}'\n`)]]))
export const imageManifest = (version: Version): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: digestOf(version) },
    layers: [],
  })
export const digestOf = (content: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`

/** Digests of the example, and the true ones; whole, and as the beginnings that stand in keys. */
export function trueDigests(): Map<string, string> {
  const ids = new Map<string, string>()
  for (const version of versions) {
    const { backend, 'model-serving': model } = artifacts(version)
    for (const [former, now] of [
      [backend, digestOf(imageManifest(version))],
      [model, digestOf(functionPackage(version))],
    ] as const) {
      ids.set(former, now)
      ids.set(former.slice('sha256:'.length, 19), now.slice('sha256:'.length, 19))
    }
  }
  return ids
}
