import { nearest } from './fault.ts'
import type { Loaded } from './load.ts'

/** A fault between files or between parts of one: something is named that is not there. */
export interface Crossed {
  readonly of: 'plan' | 'environment' | 'manifest'
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly right: string
}

/** Everything a plan names must exist in its environment, and in itself; nothing unknown gets as far as a release. */
export function crossCheck({ plan, environment, manifest }: Loaded): Crossed[] {
  const faults: Crossed[] = []
  const mustBe = (path: (string | number)[], word: string, known: readonly string[], where: string) => {
    if (known.includes(word)) return
    const near = nearest(word, known)
    const right =
      near === undefined
        ? `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}`
        : `did you mean "${near}"?`
    faults.push({ of: 'plan', path, what: `"${word}" is not among ${where}`, right })
  }
  const services = Object.keys(environment.services)
  const targets = Object.keys(environment.targets)
  for (const [side, { service, target }] of Object.entries(plan.sides)) {
    if (service !== undefined) mustBe(['sides', side, 'service'], service, services, "the environment's services")
    mustBe(['sides', side, 'target'], target, targets, "the environment's targets")
  }
  for (const [at, backup] of (plan.backup ?? []).entries()) {
    if ('dynamodb-backup' in backup) {
      mustBe(
        ['backup', at, 'dynamodb-backup'],
        backup['dynamodb-backup'],
        Object.keys(environment.tables),
        "the environment's tables",
      )
    } else
      mustBe(
        ['backup', at, 's3-versioning'],
        backup['s3-versioning'],
        Object.keys(environment.buckets),
        "the environment's buckets",
      )
  }
  const parts = Object.keys(plan.deploy)
  for (const [name, part] of Object.entries(plan.deploy)) {
    if ('ecs-service' in part && part['ecs-service'] !== '${side.service}') {
      mustBe(
        ['deploy', name, 'ecs-service'],
        part['ecs-service'],
        services,
        "the environment's services (or ${side.service})",
      )
    }
    if ('lambda-version' in part)
      mustBe(
        ['deploy', name, 'lambda-version'],
        part['lambda-version'],
        Object.keys(environment.functions),
        "the environment's functions",
      )
    if ('site-files' in part)
      mustBe(
        ['deploy', name, 'site-files'],
        part['site-files'],
        Object.keys(environment.sites),
        "the environment's sites",
      )
    for (const after of part.after ?? []) {
      mustBe(
        ['deploy', name, 'after'],
        after,
        parts.filter((one) => one !== name),
        'the other parts of deploy',
      )
    }
  }
  const circle = findCircle(plan.deploy)
  if (circle !== undefined) {
    faults.push({
      of: 'plan',
      path: ['deploy', circle[0]!, 'after'],
      what: `these wait for each other: ${circle.join(' → ')}`,
      right: 'take one `after` away',
    })
  }
  for (const [name, { task }] of Object.entries(plan.migrate ?? {}))
    mustBe(['migrate', name, 'task'], task, Object.keys(environment.tasks), "the environment's tasks")
  for (const [at, one] of (plan.verify ?? []).entries()) {
    if ('task' in one)
      mustBe(['verify', at, 'task'], one.task, Object.keys(environment.tasks), "the environment's tasks")
    else mustBe(['verify', at, 'journey'], one.journey, Object.keys(environment.journeys), "the environment's journeys")
  }
  for (const [at, move] of plan.cutover.entries()) {
    if ('lambda-alias' in move)
      mustBe(['cutover', at, 'lambda-alias'], move['lambda-alias'], parts, 'the parts of deploy')
    if ('site-pointer' in move)
      mustBe(['cutover', at, 'site-pointer'], move['site-pointer'], parts, 'the parts of deploy')
    if ('ecs-service' in move)
      mustBe(['cutover', at, 'ecs-service'], move['ecs-service'], services, "the environment's services")
    if ('names' in move) {
      mustBe(['cutover', at, 'names'], move.names, Object.keys(environment.names), "the environment's names")
      if (move.to !== '${side.target}')
        mustBe(['cutover', at, 'to'], move.to, targets, "the environment's targets (or ${side.target})")
    }
  }
  const roles = [...new Set(Object.values(environment.people).flatMap((person) => person.roles))]
  for (const [gate, asked] of Object.entries(plan.gates)) {
    for (const [at, one] of (asked?.sign ?? []).entries()) {
      mustBe(
        ['gates', gate, 'sign', at],
        typeof one === 'string' ? one : one.role,
        roles,
        'the roles that people of the environment have',
      )
    }
  }
  for (const [at, alarm] of (plan.watch?.neighbours ?? []).entries()) {
    if (environment.alarms.includes(alarm)) {
      faults.push({
        of: 'plan',
        path: ['watch', 'neighbours', at],
        what: `"${alarm}" is an alarm of this system and would both hold and roll back`,
        right: 'name it in one place only',
      })
    }
  }
  for (const artifact of Object.keys(manifest.artifacts)) {
    if (parts.includes(artifact)) continue
    const near = nearest(artifact, parts)
    faults.push({
      of: 'manifest',
      path: ['artifacts', artifact],
      what: `"${artifact}" is no part of deploy, so nothing would bring it out`,
      right: near === undefined ? `parts are ${parts.join(', ')}` : `did you mean "${near}"?`,
    })
  }
  return faults
}

function findCircle(deploy: Loaded['plan']['deploy']): string[] | undefined {
  const walk = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    for (const after of deploy[name]?.after ?? []) {
      const circle = walk(after, [...path, name])
      if (circle !== undefined) return circle
    }
    return undefined
  }
  for (const name of Object.keys(deploy)) {
    const circle = walk(name, [])
    if (circle !== undefined) return circle
  }
  return undefined
}
