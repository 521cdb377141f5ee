import { WrongInput } from '../errors.ts'
import type { Directory } from '../people/directory.ts'
import { canonical, digestOf } from './digest.ts'
import type { Loaded } from './load.ts'
import type { Environment } from './schema/environment.ts'
import type { Manifest } from './schema/manifest.ts'
import type { AuthorPlan } from './schema/plan.ts'

/** Plan, environment and manifest of one version as one document: what `tidegate publish` puts into the bucket. */
export interface Published {
  readonly schema: 1
  readonly planDigest: string
  readonly manifestDigest: string
  /** Without its rehearsal section: how people behave in a rehearsal is nothing that anybody signs. */
  readonly plan: Omit<AuthorPlan, 'rehearsal'>
  readonly environment: Environment
  readonly manifest: Manifest
}

/** The document, canonical, so that publishing the same twice is the same object. */
export function publishedPlan({ plan, environment, manifest }: Loaded): string {
  const { rehearsal: _, ...signed } = plan
  const document: Published = {
    schema: 1,
    planDigest: digestOf({ plan: signed, environment }),
    manifestDigest: digestOf(manifest),
    plan: signed,
    environment,
    manifest,
  }
  return canonical(document)
}

/** The people, canonical, as `tidegate publish people` puts them into the bucket. */
export const publishedDirectory = (people: Directory): string => canonical(people)

/**
 * Reads a published document. It was parsed strictly when it was published; its digests prove that it is still that.
 *
 * @throws {WrongInput} not a document of ours, of a newer schema, or changed since it was published
 */
export function parsePublished(text: string): Published {
  const document = readJson(text)
  if (document?.schema !== 1) {
    throw new WrongInput(
      'version: what is published is no plan that this Tidegate can read; nothing was changed; publish it again',
    )
  }
  const { plan, environment, manifest, planDigest, manifestDigest } = document
  if (digestOf({ plan, environment }) !== planDigest || digestOf(manifest) !== manifestDigest) {
    throw new WrongInput(
      'version: what is published does not match its own digests; nothing was changed; publish it again',
    )
  }
  return document
}

function readJson(text: string): Published | undefined {
  try {
    return JSON.parse(text) as Published
  } catch {
    return undefined
  }
}
