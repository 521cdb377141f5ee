import { arn, type Condition, may, type Permission, type Place } from '../../permissions/permission.ts'

export interface Family {
  readonly family: string
  /** Task and execution role of its revisions. */
  readonly taskRoles?: readonly string[] | undefined
}

/** Reading revisions, which ECS allows for all families or for none. */
export const readsRevisions = (uses: string): Permission[] => may(uses, ['ecs:DescribeTaskDefinition'], ['*'])

/** Registering a family's newest revision anew, with tags, and handing its roles on. */
export function registers({ family, taskRoles = [] }: Family, place: Place): Permission[] {
  const revisions = [arn(place, 'ecs', `task-definition/${family}:*`)]
  const onCreation = { StringEquals: { 'ecs:CreateAction': ['RegisterTaskDefinition'] } }
  return [
    ...may('look go', ['ecs:ListTaskDefinitions'], ['*']),
    ...may('go', ['ecs:RegisterTaskDefinition'], revisions),
    ...may('go', ['ecs:TagResource'], revisions, onCreation),
    ...(taskRoles.length === 0 ? [] : may('go', ['iam:PassRole'], taskRoles, toTasksOnly)),
  ]
}

export const toTasksOnly: Condition = { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } }

export const clusterArn = (place: Place, cluster: string): string => arn(place, 'ecs', `cluster/${cluster}`)

/** ECS checks a list of tasks against the cluster's container instances, on Fargate too. */
export const readsTasks = (uses: string, cluster: string, place: Place): Permission[] => [
  ...may(uses, ['ecs:ListTasks'], [arn(place, 'ecs', `container-instance/${cluster}/*`)]),
  ...may(uses, ['ecs:DescribeTasks'], [arn(place, 'ecs', `task/${cluster}/*`)]),
]
