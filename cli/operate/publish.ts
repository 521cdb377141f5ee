import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { WrongInput } from '../../shared/errors.ts'
import { publishedKey } from '../../shared/phases/admit.ts'
import { type Published, publishedPlan } from '../../shared/plan/publish.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { NotPossible } from '../aws/errors.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { environmentsOf, readPlan } from '../read-plan.ts'

export interface PublishWish {
  readonly version: string
  /** Absent: every environment of the plan that is in this account. */
  readonly environment?: string
  readonly replace?: boolean
}

interface Document {
  readonly environment: string
  readonly key: string
  readonly text: string
  readonly planDigest: string
  readonly manifestDigest: string
}

/** Puts plan, environment and manifest of a version where Admit reads them, one document per environment. */
export async function publish(tidegate: Tidegate, plan: string, wish: PublishWish, out: Out): Promise<number> {
  const { stack } = tidegate
  const { here, elsewhere } = documents(plan, wish, stack.home.account)
  const states: { document: Document; state: 'published' | 'unchanged' | 'replaced' }[] = []
  const found = await Promise.all(here.map(({ key }) => published(tidegate, key)))
  // All are compared before one is written: a version is published whole, or not at all.
  for (const [at, document] of here.entries()) {
    if (found[at] === undefined || found[at] === document.text || wish.replace) continue
    throw new NotPossible(
      `${wish.version} is published for ${document.environment} with other contents; nothing was changed; ` +
        'publish under another version, or say --replace (releases that are under way have pinned theirs)',
    )
  }
  for (const [at, document] of here.entries()) {
    const state = found[at] === undefined ? 'published' : found[at] === document.text ? 'unchanged' : 'replaced'
    if (state !== 'unchanged') await put(tidegate, document, found[at] === undefined)
    states.push({ document, state })
  }
  const bucket = stack.home.bucket
  tellOut(
    out,
    [
      ...states.map(({ document, state }) => `${state.padEnd(10)} s3://${bucket}/${document.key}`),
      ...elsewhere.map(({ environment, account }) => `skipped    ${environment}: it is in account ${account}`),
    ],
    {
      bucket,
      published: states.map(({ document: { text: _, ...facts }, state }) => ({ ...facts, state })),
      skipped: elsewhere,
    },
  )
  return exitCodes.released
}

function documents(plan: string, { version, environment }: PublishWish, account: string) {
  const wanted = environment === undefined ? environmentsOf(plan) : [environment]
  const read = wanted.map((name) => {
    const { loaded } = readPlan({ plan, version, environment: name })
    const text = publishedPlan(loaded)
    const { planDigest, manifestDigest } = JSON.parse(text) as Published
    const key = publishedKey(loaded.plan.system, name, loaded.manifest.version)
    return { account: loaded.environment.account, environment: name, key, text, planDigest, manifestDigest }
  })
  const here = read.filter((one) => one.account === account).map(({ account: _, ...document }): Document => document)
  const elsewhere = read
    .filter((one) => one.account !== account)
    .map(({ environment: name, account: other }) => ({
      environment: name,
      account: other,
    }))
  if (here.length > 0) return { here, elsewhere }
  const others = elsewhere.map((one) => `${one.environment} is in ${one.account}`).join(', ')
  throw new WrongInput(`no environment of ${plan} is in account ${account}: ${others}; nothing was published`)
}

async function published({ world, stack }: Tidegate, key: string): Promise<string | undefined> {
  try {
    const got = await world.send(S3Client, new GetObjectCommand({ Bucket: stack.home.bucket, Key: key }))
    return await got.Body?.transformToString()
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined
    throw error
  }
}

async function put({ world, stack }: Tidegate, { key, text }: Document, first: boolean): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: stack.home.bucket,
    Key: key,
    Body: text,
    ContentType: 'application/json',
    ...(first && { IfNoneMatch: '*' }),
  })
  try {
    await world.send(S3Client, command)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error
    throw new NotPossible(`somebody else has just published ${key}; look at it, then run this again`)
  }
}
