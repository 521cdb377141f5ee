import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeregisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import type { Clients } from '../clients.ts'
import { account, imageManifest, trueDigests, versions } from './account.ts'

const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'

/** Images, task definitions with the revisions of account.yaml, and services: blue runs, green is idle. */
export async function makeContainers({ ecr, ecs }: Clients): Promise<void> {
  const repositoryName = 'serveml-backend'
  await ecr.send(new CreateRepositoryCommand({ repositoryName }))
  for (const version of versions) {
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest: imageManifest(version), imageTag: version }))
  }
  const { cluster, services, families } = account.ecs
  const digests = trueDigests()
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }))
  for (const [family, { container, repository, revisions, environment, secrets = {} }] of Object.entries(families)) {
    const [first = 1] = Object.keys(revisions).map(Number)
    for (let revision = 1; revision <= Math.max(...Object.keys(revisions).map(Number)); revision += 1) {
      const digest = digests.get(revisions[revision] ?? revisions[first]!)!
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          family,
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          executionRoleArn: `arn:aws:iam::111122223333:role/${family}-execution`,
          taskRoleArn: `arn:aws:iam::111122223333:role/${family}-task`,
          containerDefinitions: [
            {
              name: container,
              image: `${registry}/${repository}@${digest}`,
              environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
              secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
            },
          ],
        }),
      )
      // Revisions before those of account.yaml are long gone.
      if (revisions[revision] === undefined)
        await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinition!.taskDefinitionArn! }))
    }
  }
  for (const [serviceName, { revision, count }] of Object.entries(services)) {
    await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName,
        taskDefinition: revision,
        desiredCount: count,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
      }),
    )
  }
}
