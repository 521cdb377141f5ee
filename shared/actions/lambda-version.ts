import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import { AwsUnavailable, ChangeFailed, Conflicted } from '../errors.ts'
import type { World } from '../world.ts'
import { isCalled } from './aws-errors.ts'
import { codeSha256, sha256Digest } from './lambda/digest.ts'
import { type Change, defineAction, stays } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { Text } from './text.ts'

const Target = z.strictObject({ functionName: Text, codeDigest: Text, s3Bucket: Text, s3Key: Text })
/** Code of $LATEST, and the code for which this release wants a published version. */
const Image = z.strictObject({ latest: Text, published: z.nullable(Text) })
const Mark = z.strictObject({ version: z.nullable(Text) })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** Publishes a version of a function from a package in S3; nobody is pointed at it. Found again by its code's digest. */
export const lambdaVersion = defineAction<Target, Image, Mark>({
  kind: 'lambda-version',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 600,
  usualSeconds: 30,

  resource: ({ functionName }) => resourceKey('lambda-version', functionName),
  exposes: () => false,
  comeBack: () => stays('a published version harms nobody: the alias decides who meets it'),
  capture: async (target, world) => ({ latest: (await readFunction(target, world)).code, published: null }),
  aim({ codeDigest }) {
    const code = codeSha256(codeDigest)
    return { latest: code, published: code }
  },
  async go(target, to, world, change) {
    if (to.published === null) return { version: null }
    const made = await findVersion(target, to.published, world)
    return { version: made ?? (await publish(target, to.published, world, change)) }
  },
  async look(target, to, mark, world) {
    if (to.published === null) return 'there'
    const version = mark?.version ?? (await findVersion(target, to.published, world))
    if (version === undefined) return { notYet: `no version of ${target.functionName} has that code yet` }
    const found = await readVersion(target, version, world)
    if (found === undefined) return { notYet: `version ${version} of ${target.functionName} is not shown yet` }
    const { code, state, update, reason } = found
    if (code !== to.published)
      return { elsewhere: `version ${version} of ${target.functionName} has other code: ${code}` }
    if (state === 'Failed' || update === 'Failed') {
      return { failed: `version ${version} of ${target.functionName} failed: ${reason}`, whatToDo: 'mend the package' }
    }
    return state === 'Pending' || update === 'InProgress' ? { notYet: `version ${version} is ${state}` } : 'there'
  },
  wakes: () => [],
  publishes: (_target, mark) => ({ version: mark.version }),
  plainly: ({ functionName }) => `a new version of ${functionName} is made; nobody calls it yet`,
  describe: ({ functionName, codeDigest }) => `a version of ${functionName} with code ${codeDigest} is published`,
})

interface Found {
  readonly code: string
  readonly revisionId: string
  readonly state: string
  readonly update: string
  readonly reason: string
}

/** $LATEST. @throws {ChangeFailed} when there is no such function */
async function readFunction(target: Target, world: World): Promise<Found> {
  const found = await readVersion(target, '$LATEST', world)
  if (found === undefined) throw new ChangeFailed(target.functionName, 'there is no such function')
  return found
}

async function readVersion({ functionName }: Target, version: string, world: World): Promise<Found | undefined> {
  const input = { FunctionName: functionName, Qualifier: version }
  try {
    const found = await world.send(LambdaClient, new GetFunctionConfigurationCommand(input))
    return {
      code: found.CodeSha256 ?? '',
      revisionId: found.RevisionId ?? '',
      state: found.State ?? 'Active',
      update: found.LastUpdateStatus ?? 'Successful',
      reason: found.StateReason ?? found.LastUpdateStatusReason ?? 'no reason given',
    }
  } catch (error) {
    if (!isCalled(error, 'ResourceNotFoundException')) throw error
    return undefined
  }
}

/** The newest with that code. */
async function findVersion({ functionName }: Target, code: string, world: World): Promise<string | undefined> {
  const numbers: number[] = []
  let marker: string | undefined
  do {
    const input = { FunctionName: functionName, ...(marker !== undefined && { Marker: marker }) }
    const page = await world.send(LambdaClient, new ListVersionsByFunctionCommand(input))
    for (const one of page.Versions ?? []) {
      if (one.CodeSha256 === code && one.Version !== '$LATEST') numbers.push(Number(one.Version))
    }
    marker = page.NextMarker
  } while (marker !== undefined)
  return numbers.length === 0 ? undefined : String(Math.max(...numbers))
}

/** In one call, so that no version is ever published of code that somebody else put there in between. */
async function publish(target: Target, code: string, world: World, change: Change<Image>): Promise<string> {
  const resource = lambdaVersion.resource(target)
  const latest = await readFunction(target, world)
  if (latest.update === 'InProgress') throw busy(target, 'its last update is still in progress')
  if (latest.code !== code && !change.ours.some((one) => one.latest === latest.code)) {
    throw new Conflicted(resource, `$LATEST with code ${latest.code}`)
  }
  const { functionName: FunctionName, s3Bucket: S3Bucket, s3Key: S3Key } = target
  try {
    const made =
      latest.code === code
        ? await world.send(LambdaClient, new PublishVersionCommand({ FunctionName, CodeSha256: code }))
        : await world.send(
            LambdaClient,
            new UpdateFunctionCodeCommand({
              FunctionName,
              S3Bucket,
              S3Key,
              Publish: true,
              RevisionId: latest.revisionId,
            }),
          )
    if (made.CodeSha256 !== code) {
      const why = `s3://${S3Bucket}/${S3Key} holds ${sha256Digest(made.CodeSha256)}, the manifest says ${target.codeDigest}`
      throw new ChangeFailed(change.action, `${why}; no alias was moved; publish package and manifest again`)
    }
    return made.Version ?? ''
  } catch (error) {
    if (isCalled(error, 'ResourceConflictException')) throw busy(target, (error as Error).message)
    if (isCalled(error, 'PreconditionFailedException')) throw new Conflicted(resource, 'a change of $LATEST just now')
    throw error
  }
}

const busy = ({ functionName }: Target, why: string) =>
  new AwsUnavailable('Lambda.PublishVersion', `${functionName}: ${why}`)
