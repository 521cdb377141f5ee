import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import { same } from '../changes/same.ts'
import { ChangeFailed, Conflicted } from '../errors.ts'
import type { World } from '../world.ts'
import { isCalled } from './aws-errors.ts'
import { sha256Digest } from './lambda/digest.ts'
import { compare, isOurs } from './ours.ts'
import { defineAction, undo } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { Text } from './text.ts'

const Version = z
  .string()
  .check(z.regex(/^[0-9]+$/, 'a published version is a number: an alias with weights cannot point at $LATEST'))
const Target = z.strictObject({ functionName: Text, alias: Text, version: Version })
const Image = z.strictObject({
  version: Text,
  /** A second version and its share of the calls, 0–1. */
  next: z.nullable(z.strictObject({ version: Text, weight: z.number() })),
})
const Mark = z.strictObject({ revisionId: Text })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** Points a Lambda alias at another published version, by weight. */
export const lambdaAlias = defineAction<Target, Image, Mark>({
  kind: 'lambda-alias',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 120,
  usualSeconds: 5,

  resource: ({ functionName, alias }) => resourceKey('lambda-alias', functionName, alias),
  exposes: () => true,
  comeBack: () => undo(5),
  capture: async (target, world) => (await readAlias(target, world)).image,
  aim({ version }, now, step = 100) {
    if (step === 0 || now.version === version) return now.version === version ? { version, next: null } : now
    return step >= 100 ? { version, next: null } : { version: now.version, next: { version, weight: step / 100 } }
  },
  async go(target, to, world, change) {
    const found = await readAlias(target, world)
    if (compare(lambdaAlias.resource(target), found.image, to, change) === 'there') return found.mark
    try {
      const answer = await world.send(LambdaClient, new UpdateAliasCommand(asInput(target, to, found.mark)))
      return { revisionId: answer.RevisionId ?? found.mark.revisionId }
    } catch (error) {
      if (!isCalled(error, 'PreconditionFailedException')) throw error
      const now = await readAlias(target, world)
      if (same(now.image, to)) return now.mark
      throw new Conflicted(lambdaAlias.resource(target), tell(now.image))
    }
  },
  async look(target, to, _mark, world, change) {
    const { image } = await readAlias(target, world)
    if (same(image, to)) return 'there'
    const seen = `${target.functionName}:${target.alias} is at ${tell(image)}`
    return isOurs(image, change) ? { notYet: seen } : { elsewhere: seen }
  },
  wakes: () => [],
  async runs(target, world) {
    const { image } = await readAlias(target, world)
    const input = { FunctionName: target.functionName, Qualifier: image.version }
    return sha256Digest((await world.send(LambdaClient, new GetFunctionConfigurationCommand(input))).CodeSha256)
  },
  plainly: ({ functionName }) => `whoever calls ${functionName} gets its new version`,
  describe: ({ functionName, alias }, from, to) =>
    `${functionName}:${alias} ${from ? `from ${tell(from)} ` : ''}to ${to ? tell(to) : 'another version'}`,
})

async function readAlias({ functionName, alias }: Target, world: World): Promise<{ image: Image; mark: Mark }> {
  try {
    const found = await world.send(LambdaClient, new GetAliasCommand({ FunctionName: functionName, Name: alias }))
    const [next] = Object.entries(found.RoutingConfig?.AdditionalVersionWeights ?? {})
    return {
      image: { version: found.FunctionVersion ?? '', next: next ? { version: next[0], weight: next[1] } : null },
      mark: { revisionId: found.RevisionId ?? '' },
    }
  } catch (error) {
    if (!isCalled(error, 'ResourceNotFoundException')) throw error
    throw new ChangeFailed(
      `${functionName}:${alias}`,
      'there is no such function or alias; create the alias on the live version, then release again',
    )
  }
}

/** The empty weights are said aloud: left out, they would go on sending traffic to the other version. */
function asInput({ functionName, alias }: Target, { version, next }: Image, { revisionId }: Mark) {
  return {
    FunctionName: functionName,
    Name: alias,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: next === null ? {} : { [next.version]: next.weight } },
    RevisionId: revisionId,
  }
}

const tell = ({ version, next }: Image): string =>
  next === null
    ? `version ${version}`
    : `version ${version} with ${Math.round(next.weight * 1000) / 10} % on ${next.version}`
