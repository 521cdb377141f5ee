import type * as Sdk from '@aws-sdk/client-ecs'
import type { Account } from '../account.ts'
import { AwsError } from '../port.ts'

export interface Revision {
  readonly arn: string
  readonly definition: Sdk.TaskDefinition
  readonly tags: readonly Sdk.Tag[]
  active: boolean
}

/** Task definitions by family; a revision never changes, but may be deregistered. */
export class Definitions {
  readonly #account: Account
  readonly #families = new Map<string, Revision[]>()

  constructor(account: Account) {
    this.#account = account
    for (const [family, { container, repository, revisions, environment, secrets, logGroup }] of Object.entries(
      account.state.ecs.families,
    )) {
      const registry = `${account.id}.dkr.ecr.${account.region}.amazonaws.com`
      const pairs = Object.entries(environment).map(([name, value]) => ({ name, value }))
      for (const [revision, digest] of Object.entries(revisions)) {
        this.#add(family, Number(revision), {
          containerDefinitions: [
            {
              name: container,
              image: `${registry}/${repository}@${digest}`,
              essential: true,
              cpu: 0,
              environment: pairs,
              secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
              logConfiguration: {
                logDriver: 'awslogs',
                options: {
                  'awslogs-group': logGroup ?? `/ecs/${family}`,
                  'awslogs-region': account.region,
                  'awslogs-stream-prefix': container,
                },
              },
            },
          ],
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '1024',
          memory: '2048',
          executionRoleArn: `arn:aws:iam::${account.id}:role/${family}-execution`,
          taskRoleArn: `arn:aws:iam::${account.id}:role/${family}-task`,
        })
      }
    }
  }

  /** By `family`, `family:revision` or ARN. */
  find(nameOrArn: string): Revision | undefined {
    const name = nameOrArn.split('/').at(-1) ?? ''
    const [family = '', revision] = name.split(':')
    const all = this.#families.get(family) ?? []
    if (revision === undefined) return all.findLast(({ active }) => active)
    return all.find(({ definition }) => definition.revision === Number(revision))
  }

  get(nameOrArn: string | undefined): Revision {
    const found = this.find(nameOrArn ?? '')
    if (found === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.')
    return found
  }

  /** `sha256:…` of the image that a revision runs. */
  digestOf(arn: string): string {
    const [first] = this.find(arn)?.definition.containerDefinitions ?? []
    return first?.image?.split('@')[1] ?? ''
  }
  repositoryOf(arn: string): string {
    const [first] = this.find(arn)?.definition.containerDefinitions ?? []
    return first?.image?.split('@')[0]?.split('/').slice(1).join('/') ?? ''
  }

  register({ tags = [], ...definition }: Sdk.RegisterTaskDefinitionCommandInput): Revision {
    const { family } = definition
    if (family === undefined || (definition.containerDefinitions ?? []).length === 0) {
      throw new AwsError('ClientException', 'Container list cannot be empty.')
    }
    const last = this.#families.get(family)?.at(-1)?.definition.revision ?? 0
    return this.#add(family, last + 1, definition, tags)
  }

  readonly operations = {
    DescribeTaskDefinition: ({
      taskDefinition,
      include = [],
    }: Sdk.DescribeTaskDefinitionCommandInput): Omit<Sdk.DescribeTaskDefinitionCommandOutput, '$metadata'> => {
      const found = this.get(taskDefinition)
      return { taskDefinition: tell(found), ...(include.includes('TAGS') && { tags: [...found.tags] }) }
    },
    ListTaskDefinitions: (
      input: Sdk.ListTaskDefinitionsCommandInput,
    ): Omit<Sdk.ListTaskDefinitionsCommandOutput, '$metadata'> => {
      const { familyPrefix, status = 'ACTIVE', sort = 'ASC', maxResults = 100, nextToken = '0' } = input
      const arns = [...this.#families]
        .filter(([family]) => familyPrefix === undefined || family === familyPrefix)
        .flatMap(([, all]) => all.filter(({ active }) => active === (status === 'ACTIVE')).map(({ arn }) => arn))
      if (sort === 'DESC') arns.reverse()
      const from = Number(nextToken)
      const more = arns.length > from + maxResults
      return {
        taskDefinitionArns: arns.slice(from, from + maxResults),
        ...(more && { nextToken: String(from + maxResults) }),
      }
    },
    RegisterTaskDefinition: (
      input: Sdk.RegisterTaskDefinitionCommandInput,
    ): Omit<Sdk.RegisterTaskDefinitionCommandOutput, '$metadata'> => {
      const made = this.register(input)
      return { taskDefinition: tell(made), tags: [...made.tags] }
    },
    DeregisterTaskDefinition: ({
      taskDefinition,
    }: Sdk.DeregisterTaskDefinitionCommandInput): Omit<Sdk.DeregisterTaskDefinitionCommandOutput, '$metadata'> => {
      const found = this.get(taskDefinition)
      found.active = false
      return { taskDefinition: tell(found) }
    },
  }

  #add(family: string, revision: number, definition: Sdk.TaskDefinition, tags: readonly Sdk.Tag[] = []): Revision {
    const arn = this.#account.arn('ecs', `task-definition/${family}:${revision}`)
    const made: Revision = {
      arn,
      definition: {
        ...definition,
        taskDefinitionArn: arn,
        family,
        revision,
        compatibilities: ['EC2', 'FARGATE'],
        registeredAt: new Date(this.#account.clock.now()),
      },
      tags,
      active: true,
    }
    const all = this.#families.get(family) ?? []
    all.push(made)
    this.#families.set(family, all)
    return made
  }
}

const tell = ({ definition, active }: Revision): Sdk.TaskDefinition => ({
  ...definition,
  status: active ? 'ACTIVE' : 'INACTIVE',
})
