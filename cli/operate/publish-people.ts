import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { WrongInput } from '../../shared/errors.ts'
import { peopleKey } from '../../shared/people/published.ts'
import { tellFault } from '../../shared/plan/fault.ts'
import { loadPeople } from '../../shared/plan/load.ts'
import { publishedDirectory } from '../../shared/plan/publish.ts'
import { type Out, tellOut } from '../aws/command.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { peopleSource } from '../read-plan.ts'
import { follow } from './subscriptions.ts'

/**
 * Puts people.yaml where gates read it, and lets the subscriptions to requests follow it: whoever is new is asked by AWS
 * to confirm, whoever left hears nothing any more. Plans and their digests stay as they are.
 */
export async function publishPeople({ world, stack }: Tidegate, out: Out): Promise<number> {
  const read = loadPeople(peopleSource('plans'))
  if (!read.ok) throw new WrongInput(read.faults.map(tellFault).join('\n'))
  const { bucket, approvalsTopic } = stack.home
  const text = publishedDirectory(read.people)
  const former = await published(world, bucket)
  const state = former === undefined ? 'published' : former === text ? 'unchanged' : 'replaced'
  if (state !== 'unchanged') {
    const input = { Bucket: bucket, Key: peopleKey, Body: text, ContentType: 'application/json' }
    await world.send(S3Client, new PutObjectCommand(input))
  }
  const { subscribed, moved, unsubscribed, pending } = await follow(world, approvalsTopic, read.people)
  const lines = [
    `${state.padEnd(12)} s3://${bucket}/${peopleKey}: ${Object.keys(read.people.people).length} people`,
    ...subscribed.map(({ person, endpoint }) => `subscribed   ${endpoint} (${person}): AWS asks them to confirm`),
    ...pending.map(({ person, endpoint }) => `waiting      ${endpoint} (${person}) has not confirmed yet`),
    ...moved.map(({ person, endpoint }) => `moved        ${endpoint}: from now on it is asked what ${person} is`),
    ...unsubscribed.map(({ endpoint }) => `unsubscribed ${endpoint}`),
  ]
  tellOut(out, lines, { bucket, key: peopleKey, state, subscribed, moved, pending, unsubscribed })
  return exitCodes.released
}

async function published(world: Tidegate['world'], Bucket: string): Promise<string | undefined> {
  try {
    const got = await world.send(S3Client, new GetObjectCommand({ Bucket, Key: peopleKey }))
    return await got.Body?.transformToString()
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined
    throw error
  }
}
