import type * as Sdk from '@aws-sdk/client-ecs'
import { type Ask, type Asks, arn, ask, type Where } from './port.ts'

/** `arn:aws:ecs:…:service-deployment/cluster/service/id` → the service's own, which ECS asks about too. */
const serviceOf = (one = ''): string =>
  one.replace(/:service-(deployment|revision)\/([^/]+)\/([^/]+)\/.*$/, ':service/$2/$3')
const both = (action: string, arns: readonly string[] = []): Ask[] =>
  arns.flatMap((one) => [...ask(action, serviceOf(one)), ...ask(action, one)])
const service = (where: Where, cluster = '', name = ''): string => arn(where, 'ecs', `service/${cluster}/${name}`)
const family = (name = ''): string => name.split('/').at(-1)!.replace(/:\d+$/, '')

/** ECS asks whether its caller may hand on the roles of what it registers or runs. */
const passes = (roles: readonly (string | undefined)[]): Ask[] =>
  roles.flatMap((role) =>
    role === undefined ? [] : ask('iam:PassRole', role, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
  )

export const ecs: Asks = {
  DescribeServices: ({ cluster, services = [] }: Sdk.DescribeServicesCommandInput, where) =>
    services.flatMap((name) => ask('ecs:DescribeServices', service(where, cluster, name))),
  UpdateService: (input: Sdk.UpdateServiceCommandInput, where) =>
    ask('ecs:UpdateService', service(where, input.cluster, input.service)),
  DescribeTaskDefinition: () => ask('ecs:DescribeTaskDefinition', '*'),
  ListTaskDefinitions: () => ask('ecs:ListTaskDefinitions', '*'),
  RegisterTaskDefinition: (input: Sdk.RegisterTaskDefinitionCommandInput, where) => {
    const revisions = arn(where, 'ecs', `task-definition/${input.family}:*`)
    return [
      ...ask('ecs:RegisterTaskDefinition', revisions),
      ...((input.tags?.length ?? 0) > 0
        ? ask('ecs:TagResource', revisions, { 'ecs:CreateAction': 'RegisterTaskDefinition' })
        : []),
      ...passes([input.taskRoleArn, input.executionRoleArn]),
    ]
  },
  RunTask: ({ taskDefinition = '', cluster, overrides }: Sdk.RunTaskCommandInput, where) => [
    ...ask('ecs:RunTask', taskDefinition, { 'ecs:cluster': arn(where, 'ecs', `cluster/${cluster}`) }),
    // The simulated account gives each family roles of these names.
    ...passes([
      overrides?.taskRoleArn ?? `arn:aws:iam::${where.account}:role/${family(taskDefinition)}-task`,
      overrides?.executionRoleArn ?? `arn:aws:iam::${where.account}:role/${family(taskDefinition)}-execution`,
    ]),
  ],
  ListTasks: ({ cluster }: Sdk.ListTasksCommandInput, where) =>
    ask('ecs:ListTasks', arn(where, 'ecs', `container-instance/${cluster}/*`)),
  DescribeTasks: ({ tasks = [] }: Sdk.DescribeTasksCommandInput) =>
    tasks.flatMap((one) => ask('ecs:DescribeTasks', one)),
  StopTask: ({ task = '' }: Sdk.StopTaskCommandInput) => ask('ecs:StopTask', task),
  ListServiceDeployments: (input: Sdk.ListServiceDeploymentsCommandInput, where) =>
    ask('ecs:ListServiceDeployments', service(where, input.cluster, input.service)),
  DescribeServiceDeployments: ({ serviceDeploymentArns }: Sdk.DescribeServiceDeploymentsCommandInput) =>
    both('ecs:DescribeServiceDeployments', serviceDeploymentArns),
  DescribeServiceRevisions: ({ serviceRevisionArns }: Sdk.DescribeServiceRevisionsCommandInput) =>
    both('ecs:DescribeServiceRevisions', serviceRevisionArns),
  StopServiceDeployment: ({ serviceDeploymentArn = '' }: Sdk.StopServiceDeploymentCommandInput) =>
    both('ecs:StopServiceDeployment', [serviceDeploymentArn]),
}
