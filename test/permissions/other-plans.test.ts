import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import { loadScene } from '../../cli/scene.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { permissions } from '../../shared/permissions/index.ts'
import { missing, unused } from './compare.ts'
import { home } from './home.ts'
import { askedIn, siteTellsNoPrefix } from './scenes.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

type Edit = readonly [file: string, from: string, to: string]

/** serveml as it might be, in a folder of its own: the rights that its own plan does not need. */
function edited(edits: readonly Edit[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-permissions-'))
  folders.push(folder)
  cpSync(join(import.meta.dirname, '../../plans/serveml'), join(folder, 'serveml'), { recursive: true })
  for (const [name, from, to] of edits) {
    const file = join(folder, 'serveml', name)
    const text = readFileSync(file, 'utf8')
    if (!text.includes(from)) throw new Error(`${name} has no "${from}"`)
    writeFileSync(file, text.replace(from, to))
  }
  return folder
}

const migration: readonly Edit[] = [
  ['plan.yaml', 'deploy:  ', 'migrate:\n  up: {task: up, oldCodeRuns: yes, comeBack: undo}\n\ndeploy:  '],
  [
    'environments/production.yaml',
    'tasks:\n',
    `tasks:
  up:
    cluster: serveml-prod
    family: serveml-tasks
    taskRoles: [arn:aws:iam::111122223333:role/serveml-tasks-execution, arn:aws:iam::111122223333:role/serveml-tasks-task]
    container: tasks
    artifact: backend
    repository: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/serveml-backend
    command: [alembic, upgrade, head]
    back: [alembic, downgrade, "-1"]
    purpose: migration
    subnets: [subnet-0a1b2c3d]
    securityGroups: [sg-0a1b2c3d]
    logGroup: /ecs/serveml-tasks
`,
  ],
]
const inPlace: readonly Edit[] = [
  ['plan.yaml', 'backend: {ecs-service: "${side.service}"', 'backend: {ecs-service: backend-blue, strategy: rolling'],
  [
    'plan.yaml',
    '  - {names: api.serveml.example, to: "${side.target}", steps: [5, 25, 100], watch: 10m}',
    '  - {ecs-service: backend-blue, strategy: rolling}',
  ],
]
const alarm = { kind: 'alarm', alarm: 'serveml-5xx', at: { action: 'api.serveml.example', step: 25, is: 'settled' } }
const of = (name: string, found: readonly string[]) => found.filter((one) => one.startsWith(`${name}: `))

describe('the roles made from a plan', () => {
  it('with a migration allow it, its way down and stopping it half-way, and nothing else', async () => {
    const folder = edited(migration)
    const scene = await loadScene(join(folder, 'serveml'), { version: '2.4.0' })
    const { functions: granted } = await permissions(publishedPlans(folder), rehearsedNames(home))
    const asked = await askedIn([
      { scene },
      { scene, bad: [alarm] },
      { scene, prepare: (bench) => bench.account.ecs.scriptTask({ command: 'alembic upgrade', exitCode: 1 }) },
      // Aborted while the migration runs: it is stopped before its way down begins.
      { scene, bad: [{ kind: 'abort', machine: 'release', at: { action: 'up', is: 'applied', plusSeconds: 20 } }] },
    ])
    expect(await missing(granted, asked)).toEqual([])
    expect(of('migrate', await unused(granted, asked))).toEqual([])
  })

  it('with a service in place allow ECS’s own deployment and its own way back, and nothing else', async () => {
    const folder = edited(inPlace)
    const scene = await loadScene(join(folder, 'serveml'), { version: '2.4.0' })
    const { functions: granted } = await permissions(publishedPlans(folder), rehearsedNames(home))
    const asked = await askedIn([
      { scene, prepare: siteTellsNoPrefix },
      // While ECS still rolls out, and after it has.
      {
        scene,
        bad: [{ kind: 'abort', machine: 'release', at: { action: 'backend-blue', is: 'applied', plusSeconds: 30 } }],
      },
      { scene, bad: [{ ...alarm, at: { action: 'backend-blue', is: 'settled', plusSeconds: 30 } }] },
      { scene, bad: [{ kind: 'deployment', service: 'backend-blue', how: 'fails' }] },
    ])
    expect(await missing(granted, asked)).toEqual([])
    expect(of('cutover', await unused(granted, asked))).toEqual([])
  })

  it('that was not deployed lack what it needs', async () => {
    const folder = edited(migration)
    const scene = await loadScene(join(folder, 'serveml'), { version: '2.4.0' })
    const { functions: granted } = await permissions(publishedPlans('plans'), rehearsedNames(home))
    const lacks = await missing(granted, await askedIn([{ scene }]))
    expect(lacks.join('\n')).toContain('migrate: ecs:RunTask on ')
    expect(of('deploy', lacks)).toEqual([])
  })
})
