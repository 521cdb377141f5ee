import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadScene } from '../../cli/scene.ts'
import type { Scene } from '../../rehearsal/rehearse.ts'
import { story, undoStates } from './stage.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** serveml as if it had a database: its plan with one migration, in a folder of its own. */
async function migrating(comeBack: 'undo' | 'stays' | 'asks'): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-migration-'))
  folders.push(folder)
  cpSync(join(import.meta.dirname, '../../plans/serveml'), folder, { recursive: true })
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} has no "${from}"`)
    writeFileSync(join(folder, file), text.replace(from, to))
  }
  edit(
    'plan.yaml',
    'deploy:  ',
    `migrate:\n  add-column: {task: add-column, oldCodeRuns: yes, comeBack: ${comeBack}}\n\ndeploy:  `,
  )
  edit(
    'environments/production.yaml',
    'tasks:\n',
    `tasks:
  add-column:
    cluster: serveml-prod
    family: serveml-tasks
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
  )
  return loadScene(folder, { version: '2.4.0' })
}

const alarmAt25 = {
  kind: 'alarm',
  alarm: 'serveml-5xx',
  at: { action: 'api.serveml.example', step: 25, is: 'settled' },
}
const commands = (run: Awaited<ReturnType<typeof story>>): string[] =>
  run.calls
    .filter((call) => call.what === 'ECS.RunTask' && call.ok)
    .map((call) => JSON.stringify((call.input as { overrides?: unknown }).overrides))
    .flatMap((text) => /alembic","(upgrade|downgrade)/.exec(text)?.[1] ?? [])

describe('a release with a migration', () => {
  it('runs it once, before anything is deployed', async () => {
    const run = await story(await migrating('undo'))
    expect(run.outcome, run.because).toBe('released')
    expect(commands(run)).toEqual(['upgrade'])
    const { lines } = run.everything!
    const migrated = lines.find((line) => line.action === 'add-column')!
    const deployed = lines.find((line) => line.action === 'backend')!
    expect(migrated.settledAt).toBeLessThanOrEqual(deployed.intendedAt)
  })

  it('that is rolled back runs its way down once, after users and services are back', async () => {
    const run = await story(await migrating('undo'), [alarmAt25])
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(commands(run)).toEqual(['upgrade', 'downgrade'])
    const { undos } = run.everything!
    const down = undos.find((undo) => undo.stage === 'migrations')!
    for (const undo of undos.filter((one) => one.stage === 'exposure' || one.stage === 'services')) {
      expect(down.startedAt, undo.resource).toBeGreaterThanOrEqual(undo.undoneAt!)
    }
  })

  it('that fails is put back, with the exit code and the reason told', async () => {
    const run = await story(await migrating('undo'), [], {
      prepare: (bench) => bench.account.ecs.scriptTask({ command: 'alembic upgrade', exitCode: 1 }),
    })
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(run.because).toMatch(/exit code 1|exited with 1|code 1/)
    expect(undoStates(run)['add-column']).toBe('undone')
  })

  it('whose way back asks people first has users back, undoes the rest, and ends stuck naming it', async () => {
    const run = await story(await migrating('asks'), [alarmAt25])
    expect(run.outcome).toBe('stuck')
    expect(run.because).toContain('ecs-task')
    const states = undoStates(run)
    expect(states).toMatchObject({ 'add-column': 'asks', 'api.serveml.example': 'undone', backend: 'undone' })
    expect(states['backup of serveml-deployments']).toBe('stays')
  })
})
