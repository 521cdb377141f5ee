import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tellFault } from '../../../shared/plan/fault.ts'
import { type Loaded, loadPlan, type Sources } from '../../../shared/plan/load.ts'
import { parsePublished, publishedPlan } from '../../../shared/plan/publish.ts'
import type { ReleasePlan } from '../../../shared/plan/release-plan.ts'
import { estimatesOf, resolvePlan } from '../../../shared/plan/resolve.ts'

const root = join(import.meta.dirname, '../../../plans')
const read = (file: string) => ({ file: `plans/${file}`, text: readFileSync(join(root, file), 'utf8') })

export const sources = (system = 'serveml', version = '2.4.0'): Sources => ({
  plan: read(`${system}/plan.yaml`),
  environment: read(`${system}/environments/production.yaml`),
  manifest: read(`${system}/manifests/${version}.yaml`),
  people: read('people.yaml'),
})

/** Faults of a file in which one text was replaced by another, as a person reads them. */
export function faultsOf(of: keyof Sources, from: string, to: string): string[] {
  const all = sources()
  if (!all[of].text.includes(from)) throw new Error(`${from} is not in ${all[of].file}`)
  const result = loadPlan({ ...all, [of]: { ...all[of], text: all[of].text.replace(from, to) } })
  return result.ok ? [] : result.faults.map(tellFault)
}

export function loaded(system = 'serveml', version = '2.4.0'): Loaded {
  const result = loadPlan(sources(system, version))
  if (!result.ok) throw new Error(result.faults.map(tellFault).join('\n'))
  return result.loaded
}

interface LiveNow {
  readonly side: string
  readonly digests?: Readonly<Record<string, string>>
}

/** A plan of ours as Admit would pin it, meeting what is live. */
export const resolved = (live: LiveNow, system = 'serveml', version = '2.4.0'): Promise<ReleasePlan> =>
  resolve(live, loaded(system, version))

/** The same for serveml 2.4.0 with some texts replaced by others. */
export function resolvedEdited(
  live: LiveNow,
  edits: { readonly [of in keyof Sources]?: readonly (readonly [from: string, to: string])[] },
): Promise<ReleasePlan> {
  const all: Record<keyof Sources, Sources['plan']> = { ...sources() }
  for (const [of, pairs] of Object.entries(edits) as [keyof Sources, [string, string][]][]) {
    for (const [from, to] of pairs) {
      if (!all[of].text.includes(from)) throw new Error(`${from} is not in ${all[of].file}`)
      all[of] = { ...all[of], text: all[of].text.replace(from, to) }
    }
  }
  const result = loadPlan(all)
  if (!result.ok) throw new Error(result.faults.map(tellFault).join('\n'))
  return resolve(live, result.loaded)
}

async function resolve(live: LiveNow, what: Loaded): Promise<ReleasePlan> {
  const published = parsePublished(publishedPlan(what))
  const estimates = await estimatesOf(published, { load: (_name, load) => load() })
  return resolvePlan({ published, live: { digests: {}, ...live }, estimates })
}
