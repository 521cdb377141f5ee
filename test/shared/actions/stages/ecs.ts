import { FakeEcs } from '../fakes/ecs.ts'
import { FakeS3 } from '../fakes/s3.ts'
import { plain, type Stage, stage } from './stage.ts'

export const oldDigest = `sha256:${'1'.repeat(64)}`
export const newDigest = `sha256:${'2'.repeat(64)}`
export const repository = '111122223333.dkr.ecr.eu-west-1.example/serveml-backend'

export const serviceTarget = {
  cluster: 'serveml-prod',
  service: 'backend-green',
  container: 'backend',
  repository,
  digest: newDigest,
  family: 'serveml-backend',
  desiredCount: 3,
  exposes: false,
}

export const serviceInPlaceTarget = {
  ...serviceTarget,
  service: 'backend-blue',
  strategy: 'canary',
  alarms: ['serveml-backend-blue-5xx'],
  exposes: true,
}

export function serviceStage(service = 'backend-green', count = 0) {
  const ecs = new FakeEcs()
  const former = ecs.register('serveml-backend', `${repository}@${oldDigest}`, [{ key: 'team', value: 'serving' }])
  ecs.serve(service, former, count)
  return stage(
    { ecs },
    {
      state: () => plain(ecs.services),
      settle: () => ecs.settle(),
      foreign: () => {
        ecs.services[service]!.taskDefinition = ecs.register(
          'serveml-backend',
          `${repository}@sha256:${'3'.repeat(64)}`,
        )
        ecs.settle()
      },
    },
  )
}

export const migrationTarget = {
  cluster: 'serveml-prod',
  family: 'serveml-migrate',
  container: 'backend',
  repository,
  digest: newDigest,
  command: ['alembic', 'upgrade', '2f1c'],
  back: ['alembic', 'downgrade', '1e0b'],
  subnets: ['subnet-1'],
  securityGroups: ['sg-1'],
  logGroup: '/ecs/serveml-backend',
  purpose: 'migration',
}

export function taskStage() {
  const ecs = new FakeEcs()
  const s3 = new FakeS3()
  s3.buckets['serveml-evidence'] = { versioning: 'Enabled', objects: {} }
  ecs.register('serveml-migrate', `${repository}@${oldDigest}`)
  const made: Stage<{ ecs: FakeEcs; s3: FakeS3 }> = stage(
    { ecs, s3 },
    {
      // What the tasks did is what the last one that succeeded did; how often, shows in nobody's schema.
      state: () => ecs.tasks.filter((one) => one.containers[0]?.exitCode === 0).at(-1)?.command[2] ?? '1e0b',
      settle: () => ecs.settle(made.aws.now),
    },
  )
  return made
}
