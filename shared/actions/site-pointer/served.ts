import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type HttpAnswer, NetworkError, type World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import type { Look } from '../port.ts'
import type { Target } from './target.ts'

/** Set by the distribution's function, and what a fetch is compared with first. */
export const prefixHeader = 'x-site-prefix'

const bare = (prefix: string): string => prefix.replaceAll(/^\/+|\/+$/g, '')

/** Whether users get the site that the pointer names: by header, or else by the index itself. */
export async function isServed(
  target: Target,
  pointer: string,
  world: World,
  direction: 'forward' | 'back',
): Promise<Look> {
  const answer = await fetchSite(target.url, world)
  if (typeof answer === 'string') return { notYet: answer }
  if (answer.status >= 400) return { notYet: `${target.url} answers ${answer.status}` }
  const served = answer.headers[prefixHeader]
  if (served !== undefined)
    return bare(served) === bare(pointer) ? 'there' : { notYet: `${target.url} still serves ${served}` }
  const index = await readIndex(target, pointer, world)
  if (index === undefined) {
    // Back is not held up for want of a proof: the pointer itself was read.
    if (direction === 'back') return 'there'
    const whatToDo = `let the distribution's function set the response header ${prefixHeader}, or name bucket and index in the plan`
    return { failed: `nothing in the answer of ${target.url} tells which build it is`, whatToDo }
  }
  // A fetch tells 64 KiB at most.
  return answer.body !== '' && index.startsWith(answer.body)
    ? 'there'
    : { notYet: `${target.url} still serves another index` }
}

async function fetchSite(url: string, world: World): Promise<HttpAnswer | string> {
  try {
    return await world.http({ url, headers: { accept: 'text/html' }, timeoutMs: 5_000 })
  } catch (error) {
    if (error instanceof NetworkError || isCalled(error, 'NetworkError')) return (error as Error).message
    throw error
  }
}

async function readIndex(
  { bucket, index = 'index.html' }: Target,
  pointer: string,
  world: World,
): Promise<string | undefined> {
  if (bucket === undefined) return undefined
  try {
    const answer = await world.send(
      S3Client,
      new GetObjectCommand({ Bucket: bucket, Key: `${bare(pointer)}/${index}` }),
    )
    return await answer.Body?.transformToString()
  } catch (error) {
    if (!isCalled(error, 'NoSuchKey')) throw error
    return undefined
  }
}
