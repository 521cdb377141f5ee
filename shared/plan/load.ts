import { Directory } from '../people/directory.ts'
import { standIns } from './cross-check/people.ts'
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
  readonly people: SourceFile
}
export interface Loaded {
  readonly plan: AuthorPlan
  readonly environment: Environment
  readonly manifest: Manifest
  readonly people: Directory
}

/** Reads the four files of a release strictly. Pure: texts in, one message per fault out; nothing is guessed. */
export function loadPlan(sources: Sources): { ok: true; loaded: Loaded } | { ok: false; faults: Fault[] } {
  const read = {
    plan: readSource(sources.plan, AuthorPlan),
    environment: readSource(sources.environment, Environment),
    manifest: readSource(sources.manifest, Manifest),
    people: readSource(sources.people, Directory),
  }
  const faults = [read.plan, read.environment, read.manifest, read.people].flatMap((one) => one.faults)
  const [plan, environment, manifest] = [read.plan.value, read.environment.value, read.manifest.value]
  const people = read.people.value
  if (plan === undefined || environment === undefined || manifest === undefined || people === undefined)
    return { ok: false, faults }
  const loaded = { plan, environment, manifest, people }
  const files = {
    environment: sources.environment.file,
    manifest: sources.manifest.file,
  }
  const crossed = crossCheck(loaded, files).map(({ of, path, ...parts }) => read[of].fault(path, parts))
  return crossed.length > 0 ? { ok: false, faults: crossed } : { ok: true, loaded }
}

/** Reads people.yaml alone, as strictly as with a plan. */
export function loadPeople(source: SourceFile): { ok: true; people: Directory } | { ok: false; faults: Fault[] } {
  const read = readSource(source, Directory)
  if (read.value === undefined) return { ok: false, faults: [...read.faults] }
  const faults = standIns(read.value).map(({ of: _, path, ...parts }) => read.fault(path, parts))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, people: read.value }
}
