import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned } from '../../shared/x509.ts'
import { freePort } from '../emulator.ts'

/** Where on loopback the internet of the suite is. */
export interface Places {
  /** One server for every question, whoever was asked. */
  readonly dns: number
  /** Port for 443 of an address; `*` for names, which are resolved when somebody asks. */
  readonly https: Readonly<Record<string, number>>
}
export interface Planned {
  readonly places: Places
  readonly cert: string
  readonly key: string
  /** What functions need to find it. */
  readonly environment: Readonly<Record<string, string>>
}

/** Chooses ports and makes a certificate; nobody answers yet. */
export async function plannedInternet(folder: string, hosts: readonly string[], names: readonly string[]) {
  const https: Record<string, number> = {}
  for (const host of [...hosts, '*']) https[host] = await freePort()
  const places: Places = { dns: await freePort(), https }
  const day = 86_400_000
  const { cert, key } = selfSigned({ names, from: new Date(Date.now() - day), to: new Date(Date.now() + 90 * day) })
  const file = join(folder, 'internet.pem')
  writeFileSync(file, cert)
  const environment = {
    NODE_OPTIONS: `--import ${new URL('redirect.ts', import.meta.url).href}`,
    NODE_EXTRA_CA_CERTS: file,
    TIDEGATE_INTERNET: JSON.stringify(places),
  }
  return { places, cert, key, environment } satisfies Planned
}
