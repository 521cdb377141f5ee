import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'

/** A family's newest revision with one container's image replaced by a digest. */
export interface Pinned {
  readonly family: string
  readonly container: string
  readonly repository: string
  readonly digest: string
}

export interface Revision {
  readonly arn: string
  readonly active: boolean
  readonly definition: TaskDefinition
  readonly tags: readonly Tag[]
  readonly registeredAt: number
}

export const imageOf = ({ repository, digest }: Pick<Pinned, 'repository' | 'digest'>): string =>
  `${repository}@${digest}`

/** The two tags by which a revision is known again: whose release, and which change of it. */
export const releaseTag = 'tidegate-release'
export const tokenTag = 'tidegate'

/** Tag values take letters, digits, spaces and + - = . _ : / @ only; an execution's name may hold more. */
export const tagValue = (text: string): string => text.replaceAll(/[^\w\s+\-=.:/@]/g, '_')

export const tagged = (revision: Revision, key: string, value: string): boolean =>
  revision.tags.some((tag) => tag.key === key && tag.value === tagValue(value))

/** @returns undefined when there is none of that name */
export async function readRevision(nameOrArn: string, world: World): Promise<Revision | undefined> {
  try {
    const input = { taskDefinition: nameOrArn, include: ['TAGS' as const] }
    const { taskDefinition, tags } = await world.send(ECSClient, new DescribeTaskDefinitionCommand(input))
    if (taskDefinition === undefined) return undefined
    return {
      arn: taskDefinition.taskDefinitionArn ?? nameOrArn,
      active: taskDefinition.status === 'ACTIVE',
      definition: taskDefinition,
      tags: tags ?? [],
      registeredAt: taskDefinition.registeredAt?.getTime() ?? 0,
    }
  } catch (error) {
    // ECS answers ClientException "Unable to describe task definition" for what is not there.
    if (!isCalled(error, 'ClientException')) throw error
    return undefined
  }
}

export const containerImage = (revision: Revision | undefined, container: string): string =>
  revision?.definition.containerDefinitions?.find((one) => one.name === container)?.image ?? ''

/** How many of a family's newest revisions are looked through; others register few while a release runs. */
const newestMax = 10

/** The revision that an earlier attempt of this change registered: registering twice would make two. */
export async function findPinned(pinned: Pinned, token: string, world: World): Promise<string | undefined> {
  const input = { familyPrefix: pinned.family, sort: 'DESC' as const, maxResults: newestMax }
  const { taskDefinitionArns = [] } = await world.send(ECSClient, new ListTaskDefinitionsCommand(input))
  for (const arn of taskDefinitionArns) {
    const revision = await readRevision(arn, world)
    if (revision === undefined || !tagged(revision, tokenTag, token)) continue
    if (containerImage(revision, pinned.container) === imageOf(pinned)) return revision.arn
  }
  return undefined
}

/**
 * Registers the family's newest revision anew with the image pinned by digest, tagged with the change.
 *
 * The newest and not the one that runs: what infrastructure code registered since is wanted too, and an idle side
 * still runs the release before last.
 */
export async function registerPinned(
  pinned: Pinned,
  change: { readonly release: string; readonly action: string; readonly token: string },
  world: World,
): Promise<string> {
  const newest = await readRevision(pinned.family, world)
  if (newest === undefined)
    throw new ChangeFailed(change.action, `there is no task definition "${pinned.family}" to start from`)
  const { containerDefinitions = [], ...rest } = newest.definition
  if (!containerDefinitions.some((one) => one.name === pinned.container)) {
    throw new ChangeFailed(change.action, `${newest.arn} has no container "${pinned.container}"`)
  }
  const { taskDefinition } = await world.send(
    ECSClient,
    new RegisterTaskDefinitionCommand({
      ...registrable(rest),
      family: pinned.family,
      containerDefinitions: containerDefinitions.map((one) =>
        one.name === pinned.container ? { ...one, image: imageOf(pinned) } : one,
      ),
      tags: [
        // AWS's own tags are refused; another release's would be believed.
        ...newest.tags.filter(({ key = '' }) => !key.startsWith('aws:') && key !== releaseTag && key !== tokenTag),
        { key: tokenTag, value: change.token },
        { key: releaseTag, value: tagValue(change.release) },
      ],
    }),
  )
  if (taskDefinition?.taskDefinitionArn === undefined) throw new ChangeFailed(change.action, 'ECS named no revision')
  return taskDefinition.taskDefinitionArn
}

/** What a description says that a registration takes; the rest (status, revision, attributes…) ECS adds itself. */
function registrable(described: TaskDefinition) {
  const { taskRoleArn, executionRoleArn, networkMode, volumes, placementConstraints, requiresCompatibilities } =
    described
  const { cpu, memory, pidMode, ipcMode, proxyConfiguration, inferenceAccelerators, ephemeralStorage } = described
  const { runtimePlatform, enableFaultInjection } = described
  return {
    taskRoleArn,
    executionRoleArn,
    networkMode,
    volumes,
    placementConstraints,
    requiresCompatibilities,
    cpu,
    memory,
    pidMode,
    ipcMode,
    proxyConfiguration,
    inferenceAccelerators,
    ephemeralStorage,
    runtimePlatform,
    enableFaultInjection,
  }
}
