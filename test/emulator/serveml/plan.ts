import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, parseDocument } from 'yaml'

const root = join(import.meta.dirname, '../../..')

/**
 * Writes serveml's plan as the emulator can be a witness of it: the ids that the emulator gave instead of those of the
 * example, minutes of watching instead of a day, and without what it cannot do (docs/reference/emulator.md).
 *
 * @param plansFolder where; roles are made from it
 * @param ids what stands in plans/serveml, and what is to stand there instead
 * @returns the folder of serveml's plan
 */
export function writePlans(plansFolder: string, ids: ReadonlyMap<string, string>): string {
  const servemlFolder = join(plansFolder, 'serveml')
  rmSync(plansFolder, { recursive: true, force: true })
  mkdirSync(plansFolder, { recursive: true })
  cpSync(join(import.meta.dirname, '../plans'), plansFolder, { recursive: true })
  cpSync(join(root, 'plans/serveml'), servemlFolder, { recursive: true })
  cpSync(join(root, 'plans/people.yaml'), join(plansFolder, 'people.yaml'))
  for (const entry of readdirSync(servemlFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    let text = readFileSync(file, 'utf8')
    for (const [former, id] of ids) text = text.replaceAll(former, id)
    writeFileSync(file, text)
  }
  edit(join(servemlFolder, 'plan.yaml'), shorten)
  edit(join(servemlFolder, 'environments', 'production.yaml'), leaveOut)
  edit(join(servemlFolder, 'account.yaml'), (account) => {
    account.delete('healthChecks')
    // Nobody scans what is pushed there.
    for (const digest of imagesOf(account)) account.setIn(['ecr', 'serveml-backend', digest, 'scan'], 'none')
    for (const path of recordPaths(account)) account.deleteIn([...path, 'healthCheck'])
  })
  return servemlFolder
}

function edit(at: string, change: (document: Document) => void): void {
  const document = parseDocument(readFileSync(at, 'utf8'))
  change(document)
  writeFileSync(at, document.toString())
}

/** The shortest watch there is, since this runs in real time. One-off tasks never end on the emulator. */
function shorten(plan: Document): void {
  plan.set('verify', [{ journey: 'register' }, { journey: 'deploy-model' }])
  plan.set('cutover', [
    { 'lambda-alias': 'model-serving', steps: [100], watch: '1m' },
    { names: 'api.serveml.example', to: '${side.target}', steps: [100], watch: '1m' },
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

const imagesOf = (account: Document): string[] =>
  Object.keys((account.getIn(['ecr', 'serveml-backend']) as { toJSON(): object }).toJSON())

function recordPaths(account: Document): (string | number)[][] {
  const zones = account.get('route53') as { toJSON(): Record<string, { records: unknown[] }> }
  return Object.entries(zones.toJSON()).flatMap(([zone, { records }]) =>
    records.map((_record, n) => ['route53', zone, 'records', n]),
  )
}
