import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, parseDocument } from 'yaml'

const root = join(import.meta.dirname, '../../..')
/** Plans of the stage on the emulator: roles are made from this folder. */
export const plansFolder = join(root, '.cache', 'emulator-plans')
export const servemlFolder = join(plansFolder, 'serveml')

/**
 * Writes serveml's plan as the emulator can be a witness of it: the ids that the emulator gave instead of those of the
 * example, minutes of watching instead of a day, and without what it cannot do (docs/reference/emulator.md).
 *
 * @param ids what stands in plans/serveml, and what is to stand there instead
 */
export function writePlans(ids: ReadonlyMap<string, string>): void {
  rmSync(plansFolder, { recursive: true, force: true })
  mkdirSync(plansFolder, { recursive: true })
  cpSync(join(import.meta.dirname, '../plans'), plansFolder, { recursive: true })
  cpSync(join(root, 'plans/serveml'), servemlFolder, { recursive: true })
  for (const entry of readdirSync(servemlFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    let text = readFileSync(file, 'utf8')
    for (const [former, id] of ids) text = text.replaceAll(former, id)
    writeFileSync(file, text)
  }
  edit('plan.yaml', shorten)
  edit(join('environments', 'production.yaml'), leaveOut)
  edit('account.yaml', (account) => {
    account.delete('healthChecks')
    for (const path of recordPaths(account)) account.deleteIn([...path, 'healthCheck'])
  })
}

function edit(file: string, change: (document: Document) => void): void {
  const at = join(servemlFolder, file)
  const document = parseDocument(readFileSync(at, 'utf8'))
  change(document)
  writeFileSync(at, document.toString())
}

/** The shortest watch there is, since this runs in real time. One-off tasks never end on the emulator. */
function shorten(plan: Document): void {
  plan.set('verify', [{ journey: 'register' }, { journey: 'deploy-model' }])
  plan.set('cutover', [
    { 'lambda-alias': 'model-serving', steps: [100], watch: '1m' },
    { names: 'api.serveml.example', to: '${side.target}', steps: [50, 100], watch: '1m' },
    { 'site-pointer': 'web', watch: '1m' },
  ])
  plan.delete('watch')
  plan.set('bake', '1m')
}

/** Health checks have no status there, load balancers no metrics, and expressions over metrics no value. */
function leaveOut(environment: Document): void {
  environment.delete('tasks')
  for (const target of ['alb-blue', 'alb-green', 'maintenance'])
    for (const field of ['healthCheck', 'loadBalancer', 'targetGroup']) environment.deleteIn(['targets', target, field])
}

function recordPaths(account: Document): (string | number)[][] {
  const zones = account.get('route53') as { toJSON(): Record<string, { records: unknown[] }> }
  return Object.entries(zones.toJSON()).flatMap(([zone, { records }]) =>
    records.map((_record, n) => ['route53', zone, 'records', n]),
  )
}
