import { CreateBackupCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { phase } from '../../../functions/phase.ts'
import { once } from '../../../rehearsal/faults/when.ts'
import { handlers } from '../../../rehearsal/handlers.ts'
import { properties } from '../../../rehearsal/properties/index.ts'
import { type RehearsalOptions, type Run, rehearse, type Scene } from '../../../rehearsal/rehearse.ts'
import { decideByLink } from '../../../shared/gates/by-link.ts'
import { digestOf } from '../../../shared/plan/digest.ts'
import type { World } from '../../../shared/world.ts'
import { serveml } from '../../stories/stage.ts'

const anything = z.any()
const alarm = { kind: 'alarm', alarm: 'serveml-5xx', at: { action: 'api.serveml.example', step: 25, is: 'settled' } }

async function sabotaged(options: Partial<RehearsalOptions>, edit = (scene: Scene) => scene): Promise<Run> {
  return rehearse(edit(await serveml()), { seed: 1, requester: 'fay', ...options })
}

/** A backup handler that, told to, takes a backup as no handler of ours would. */
const rogueBackup = phase('backup', anything, async (input: { rogue?: string }, world: World) => {
  if (input.rogue === undefined) return handlers.backup.in(world)(input)
  const name = { TableName: 'serveml-deployments-prod', BackupName: input.rogue }
  await world.send(DynamoDBClient, new CreateBackupCommand(name))
  await world.send(DynamoDBClient, new CreateBackupCommand(name))
  return null
})
const rogue = (release: string | undefined) => ({
  handlers: { backup: rogueBackup },
  prepare(bench: Parameters<NonNullable<RehearsalOptions['prepare']>>[0]) {
    once(bench, { state: 'Shift users and watch' }, () => {
      bench.functions.invoke('backup', { rogue: 'by-nobody', release: release ?? bench.release }, () => {})
    })
  },
})

/** For each property a run that is built to break it. */
const built: Record<string, () => Promise<Run>> = {
  'a release always ends in a named outcome': () =>
    sabotaged({
      longestMs: 26 * 3_600_000,
      handlers: {
        close: phase('close', anything, async () => null),
      },
    }),
  'after a rollback every target is at its before-image, or listed with its reason': () =>
    sabotaged({
      faults: [alarm],
      prepare(bench) {
        once(bench, { undo: 'api.serveml.example', is: 'undone', plusSeconds: 30 }, () => {
          bench.account.route53.drift('api.serveml.example')
        })
      },
    }),
  'a gate opens by the signatures that it asks for, each given once by a person, and nobody decides by looking': () =>
    sabotaged({
      handlers: {
        // As those do who sign on GET: whatever fetches the link has signed.
        web: phase('web', anything, async (event: { rawPath: string }, world: World) => {
          const token = event.rawPath.split('/').at(-1)!
          return (await decideByLink(world, token, { say: 'sign', typed: 'serveml 2.4.0' })).visit.is
        }),
      },
    }),
  'nothing is changed before the go gate and the lock, nothing exposed before its gate and its checks': () =>
    sabotaged({
      handlers: {
        'approval-request': phase('approval-request', anything, async (input: { token: string }, world: World) => {
          const { SFNClient, SendTaskSuccessCommand } = await import('@aws-sdk/client-sfn')
          await world.send(SFNClient, new SendTaskSuccessCommand({ taskToken: input.token, output: '{}' }))
        }),
      },
    }),
  'every change was journalled, with its before-image, before it was made': () => sabotaged(rogue(undefined)),
  'one release per system and environment changes anything at a time': () => sabotaged(rogue('another-release')),
  'however often a handler runs, its change happens once': () => sabotaged(rogue(undefined)),
  'nothing but a TTL is undone after the release was kept': () =>
    sabotaged({
      prepare(bench) {
        once(bench, { state: 'Write the evidence' }, () => {
          const line = bench.table.query(`RELEASE#${bench.release}`, 'LINE#ecs-service')[0]!
          const { resource, kind, action } = line as unknown as Record<string, string>
          const startedAt = bench.scheduler.now()
          const undo = { schema: 1, resource, kind, action, stage: 'services', state: 'undone', epoch: 2, deadline: 0 }
          bench.table.write([
            { put: { pk: line.pk, sk: `UNDO#${resource}`, ...undo, startedAt, undoneAt: startedAt } as never },
          ])
        })
      },
    }),
  'users are back within the fast promise, everything within the full one': () =>
    sabotaged({ faults: [alarm] }, (scene) => ({ ...scene, published: hastier(scene.published) })),
  'no secret and no task token in history, logs, messages or evidence': () =>
    sabotaged({
      handlers: {
        deploy: phase('deploy', anything, async (input: { token?: string }, world: World) => {
          world.log('info', `working on ${input.token}`)
          return handlers.deploy.in(world)(input)
        }),
      },
    }),
  'states carry ids and verdicts only, and histories stay small': async () => {
    const run = await sabotaged({})
    const [execution, ...others] = run.executions
    const history = Array.from({ length: 2_001 }, () => execution!.history[0]!)
    return { ...run, executions: [{ ...execution!, history }, ...others] }
  },
}

/** The same plan with a promise that nobody can keep, published again. */
function hastier(published: string): string {
  const document = JSON.parse(published) as { plan: { back: object }; environment: object; planDigest: string }
  document.plan.back = { fast: 5, full: 10, data: 'asks' }
  document.planDigest = digestOf({ plan: document.plan, environment: document.environment })
  return JSON.stringify(document)
}

describe('every property', () => {
  it('has a run that is built to break it', () => {
    expect(Object.keys(built).sort()).toEqual(properties.map((property) => property.name).sort())
  })

  it.each(properties.map((property) => [property.name, property] as const))(
    'catches the run that breaks it: %s',
    async (name, property) => {
      const run = await built[name]!()
      expect(property.broken(run), `${run.outcome}: ${run.because}`).toBeTypeOf('string')
    },
  )

  it.each(properties.map((property) => [property.name, property] as const))(
    'is content with a good run: %s',
    async (_name, property) => {
      expect(property.broken(await sabotaged({}))).toBeUndefined()
    },
  )
})
