import type { Task } from '@aws-sdk/client-ecs'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { whyStopped } from '../ecs/stopped.ts'
import type { Look } from '../port.ts'
import type { Target, Threshold } from './target.ts'

/** What a task that has stopped means: its container's exit code first, then what it measured. */
export async function verdict(target: Target, task: Task, world: World, back: boolean): Promise<Look> {
  const container = task.containers?.find(({ name }) => name === target.container)
  if (task.stopCode !== 'EssentialContainerExited' || container?.exitCode !== 0) {
    const command = (back ? target.back : target.command)?.join(' ')
    return { failed: `"${command}": ${whyStopped(task, target.container)}`, whatToDo: `read ${logLink(target, task)}` }
  }
  if (back) return 'there'
  const broken = await brokenThresholds(target, task, world)
  if (broken.length === 0) return 'there'
  return { failed: `${target.purpose} run: ${broken.join('; ')}`, whatToDo: `read ${logLink(target, task)}` }
}

/** Where the task's own words are: the awslogs driver names its streams <prefix>/<container>/<task id>. */
export function logLink({ logGroup, container }: Target, task: Task): string {
  const region = task.taskArn?.split(':')[3] ?? ''
  const id = task.taskArn?.split('/').at(-1) ?? ''
  const group = encodeURIComponent(logGroup).replaceAll('%', '$25')
  const page = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`
  return `${page}#logsV2:log-groups/log-group/${group} (stream …/${container}/${id})`
}

async function brokenThresholds(target: Target, task: Task, world: World): Promise<string[]> {
  const { thresholds = [], summary } = target
  if (thresholds.length === 0 || summary === undefined) return []
  const where = `s3://${summary.bucket}/${summary.key}`
  const read = await readSummary(summary, world)
  if (read === undefined) return [`it wrote no summary to ${where}, so its thresholds cannot be judged`]
  // S3 tells whole seconds; a summary from before the task began is another run's.
  if (read.at + 1000 < (task.createdAt?.getTime() ?? 0)) return [`the summary at ${where} is of an earlier run`]
  return thresholds.flatMap((threshold) => judge(threshold, at(read.json, threshold.path)) ?? [])
}

function judge({ path, max, min, unit = '' }: Threshold, seen: unknown): string | undefined {
  if (typeof seen !== 'number' || Number.isNaN(seen)) return `${path} is not in its summary`
  if (max !== undefined && seen > max)
    return `${path} is ${seen} ${unit}, at most ${max} ${unit}`.replaceAll(/ (?=,|$)/g, '')
  if (min !== undefined && seen < min)
    return `${path} is ${seen} ${unit}, at least ${min} ${unit}`.replaceAll(/ (?=,|$)/g, '')
  return undefined
}

async function readSummary({ bucket, key }: { bucket: string; key: string }, world: World) {
  try {
    const answer = await world.send(S3Client, new GetObjectCommand({ Bucket: bucket, Key: key }))
    const text = (await answer.Body?.transformToString()) ?? ''
    return { json: JSON.parse(text) as unknown, at: answer.LastModified?.getTime() ?? 0 }
  } catch (error) {
    if (isCalled(error, 'NoSuchKey', 'SyntaxError')) return undefined
    throw error
  }
}

function at(json: unknown, path: string): unknown {
  const parts = path.startsWith('/') ? path.slice(1).split('/') : path.split('.')
  return parts.reduce<unknown>((value, part) => {
    const known = typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    return known ? (value as Record<string, unknown>)[part] : undefined
  }, json)
}
