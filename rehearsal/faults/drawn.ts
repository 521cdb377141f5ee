import { Chance } from '../account/chance.ts'
import { parseAccount } from '../account/state.ts'
import type { Scene } from '../rehearse.ts'
import { drawFaults, type FaultSpec } from './index.ts'
import type { Drawable } from './port.ts'

/** Functions whose death is a story of its own; `approval-decide` is a person who tries again. */
const functions = [
  'admit',
  'preflight',
  'approval-request',
  'backup',
  'deploy',
  'verify',
  'cutover',
  'bake',
  'rollback',
  'close',
  'resume',
  'watchdog',
  'report',
]

/** Calls that are worth refusing: what changes something, and what everything depends on. */
const calls = [
  'DynamoDB.CreateBackup',
  'ECS.RegisterTaskDefinition',
  'ECS.UpdateService',
  'ECS.DescribeServices',
  'Lambda.PublishVersion',
  'Lambda.UpdateAlias',
  'Route53.ChangeResourceRecordSets',
  'Route53.GetChange',
  'CloudWatch.DescribeAlarms',
  'CloudWatch.GetMetricData',
  'SFN.SendTaskSuccess',
  'SFN.StartExecution',
  'SQS.SendMessage',
  'SNS.Publish',
  'S3.GetObject',
]

/** The faults that a seed draws for a scene. */
export function drawnFor(scene: Scene, seed: number): FaultSpec[] {
  const chance = new Chance(seed)
  return drawFaults((name) => () => chance.next(name), drawable(scene))
}

function drawable(scene: Scene): Drawable {
  const { alarms, ecs } = parseAccount(scene.accountState) as unknown as {
    alarms?: Record<string, unknown>
    ecs?: { services?: Record<string, unknown> }
  }
  return {
    functions,
    calls,
    alarms: Object.keys(alarms ?? {}),
    services: Object.keys(ecs?.services ?? {}),
    moves: scene.moves,
    bakeSeconds: scene.bakeSeconds,
  }
}
