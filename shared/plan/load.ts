import { crossCheck } from './cross-check.ts'
import type { Fault } from './fault.ts'
import { Environment } from './schema/environment.ts'
import { Manifest } from './schema/manifest.ts'
import { AuthorPlan } from './schema/plan.ts'
import { readSource, type SourceFile } from './source.ts'

export { pathWords } from './path-words.ts'
export type { SourceFile } from './source.ts'

export interface Sources {
  readonly plan: SourceFile
  readonly environment: SourceFile
  readonly manifest: SourceFile
}
export interface Loaded {
  readonly plan: AuthorPlan
  readonly environment: Environment
  readonly manifest: Manifest
}

/** Reads the three files of a release strictly. Pure: texts in, one message per fault out; nothing is guessed. */
export function loadPlan(sources: Sources): { ok: true; loaded: Loaded } | { ok: false; faults: Fault[] } {
  const read = {
    plan: readSource(sources.plan, AuthorPlan),
    environment: readSource(sources.environment, Environment),
    manifest: readSource(sources.manifest, Manifest),
  }
  const faults = [read.plan, read.environment, read.manifest].flatMap((one) => one.faults)
  const [plan, environment, manifest] = [read.plan.value, read.environment.value, read.manifest.value]
  if (plan === undefined || environment === undefined || manifest === undefined) return { ok: false, faults }
  const loaded = { plan, environment, manifest }
  const files = {
    environment: sources.environment.file,
    manifest: sources.manifest.file,
  }
  const crossed = crossCheck(loaded, files).map(({ of, path, ...parts }) => read[of].fault(path, parts))
  return crossed.length > 0 ? { ok: false, faults: crossed } : { ok: true, loaded }
}
