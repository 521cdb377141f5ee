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

export async function resolved(
  live: { side: string; digests?: Record<string, string> },
  system = 'serveml',
  version = '2.4.0',
): Promise<ReleasePlan> {
  const published = parsePublished(publishedPlan(loaded(system, version)))
  const estimates = await estimatesOf(published, { load: (_name, load) => load() })
  return resolvePlan({ published, live: { digests: {}, ...live }, estimates })
}
