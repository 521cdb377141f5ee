import * as z from 'zod/mini'
import { s3 } from '../clients/s3.ts'
import { AlreadyKnown, AlreadyOpen, WrongInput } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import { type ReleaseRecord, schema } from '../ledger/records.ts'
import { actionsMax } from '../limits.ts'
import { meetLive } from '../plan/meet-live.ts'
import { parsePublished } from '../plan/publish.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import { redact } from '../redact.ts'
import type { World } from '../world.ts'
import { limitsOf, type TaskLimits } from './limits.ts'
import { type Work, workOf } from './work.ts'

const Name = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'lower-case letters, digits, dot, dash'))

const Check = z.string().check(z.maxLength(100))
const Free = z.string().check(z.maxLength(500))
/** A check by name; with its reason, which people see where they grant it. */
const Waiver = z.union([Check, z.strictObject({ check: Check, reason: Free })])

/** What an operator types into the console: three words and little more. */
export const Request = z.strictObject({
  system: Name,
  version: z.string().check(z.regex(/^[0-9A-Za-z][0-9A-Za-z.+-]{0,62}$/)),
  environment: z._default(Name, 'production'),
  profile: z.optional(z.enum(['regular'])),
  reason: z.optional(Free),
  /** Their own name, or a mail address, Slack id or IAM name of theirs: people.yaml says who that is. */
  requester: z.optional(
    z.string().check(z.regex(/^[\w.@+=,-]{1,128}$/, 'a name, a mail address, a Slack or IAM name')),
  ),
  waivers: z._default(z.array(Waiver).check(z.maxLength(20)), []),
})

export const AdmitInput = z.strictObject({
  do: z.literal('apply'),
  release: z
    .string()
    .check(z.regex(/^[0-9A-Za-z_-]{1,64}$/, 'an execution name of at most 64 letters, digits, _ and -')),
  execution: z.string(),
  request: Request,
})

export type Admitted = { readonly work: Work; readonly limits: TaskLimits }

/** Where `tidegate publish` puts one version's plan, environment and manifest, as one document. */
export const publishedKey = (system: string, environment: string, version: string): string =>
  `plans/${system}/${environment}/${version}.json`

/**
 * Pins what is to be released and opens it, once per system, environment and version.
 *
 * Reads one object of the bucket, and what is live; nothing else is read later. The same execution asking again is
 * answered the same.
 *
 * @throws {WrongInput} {AlreadyOpen} {AlreadyKnown}
 */
export async function admit(input: z.infer<typeof AdmitInput>, world: World): Promise<Admitted> {
  const ledger = open(world.store)
  const { request, release: id } = input
  const known = await ledger.release(id)
  if (known !== undefined) {
    if (known.execution !== input.execution || known.outcome !== undefined) {
      throw new AlreadyKnown(id, known.outcome ?? 'open')
    }
    const plan = await ledger.plan(id)
    return { work: workOf(plan), limits: limitsOf(plan) }
  }
  const waivers = request.waivers.map((one) => (typeof one === 'string' ? { check: one } : one))
  const waiverReasons = Object.fromEntries(
    waivers.flatMap((one) => ('reason' in one ? [[one.check, one.reason] as const] : [])),
  )
  for (const said of [request.reason ?? '', ...Object.values(waiverReasons)]) {
    if (redact(said) === said) continue
    throw new WrongInput('reason: it looks as if it held a secret; nothing was changed; say it without')
  }
  const plan = await pin(world, request)
  const record: ReleaseRecord = {
    schema,
    release: id,
    system: request.system,
    environment: request.environment,
    version: request.version,
    execution: input.execution,
    owner: input.execution,
    epoch: 0,
    openedAt: world.now(),
    ...(request.requester !== undefined && { requester: request.requester }),
    ...(request.reason !== undefined && { reason: request.reason }),
    waivers: waivers.map(({ check }) => check),
    ...(Object.keys(waiverReasons).length > 0 && { waiverReasons }),
    planDigest: plan.planDigest,
    manifestDigest: plan.manifestDigest,
    claims: 0,
    closes: 0,
  }
  const opened = await ledger.open(record, plan)
  if (!opened.opened) {
    if ('openBy' in opened) throw new AlreadyOpen(request.system, request.environment, request.version, opened.openBy)
    if (opened.known.execution !== input.execution) throw new AlreadyKnown(id, opened.known.outcome ?? 'open')
  }
  return { work: workOf(plan), limits: limitsOf(plan) }
}

async function pin(world: World, request: z.infer<typeof Request>): Promise<ReleasePlan> {
  const key = publishedKey(request.system, request.environment, request.version)
  const published = parsePublished(await fetchText(world, key))
  const { account, region } = published.environment
  const here = world.home
  if (account !== here.account) {
    throw new WrongInput(
      `environment: the plan is for account ${account}, this is ${here.account}; nothing was changed; release it from there`,
    )
  }
  // Clients ask the region that they run in, and events reach no other.
  if (region !== here.region) {
    throw new WrongInput(
      `environment: the plan is for ${region}, this Tidegate is in ${here.region}; nothing was changed; deploy one there`,
    )
  }
  const plan = await meetLive(published, world)
  const actions =
    plan.backup.length + plan.migrate.length + plan.deploy.length + plan.verify.length + plan.cutover.length
  if (actions > actionsMax) {
    throw new WrongInput(`plan: ${actions} actions, at most ${actionsMax} fit one release; split the plan`)
  }
  return plan
}

async function fetchText(world: World, key: string): Promise<string> {
  const { GetObjectCommand, S3Client } = await s3(world)
  try {
    const got = await world.send(S3Client, new GetObjectCommand({ Bucket: world.home.bucket, Key: key }))
    return (await got.Body?.transformToString()) ?? ''
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchKey') throw error
    throw new WrongInput(
      `version: nothing is published at s3://${world.home.bucket}/${key}; nothing was changed; publish it first: tidegate publish`,
    )
  }
}
