import { suggest } from '../fault.ts'
import type { CrossCheck } from './port.ts'

/** What the manifest lists is brought out by a part of deploy, and what tasks run is one. */
export const artifacts: CrossCheck = ({ plan, environment, manifest }) => {
  const parts = Object.keys(plan.deploy)
  const inManifest = Object.keys(manifest.artifacts)
    .filter((artifact) => !parts.includes(artifact))
    .map((artifact) => ({
      of: 'manifest' as const,
      path: ['artifacts', artifact],
      what: `"${artifact}" is no part of deploy`,
      why: 'nothing would bring it out',
      right: suggest(artifact, parts),
    }))
  const inTasks = Object.entries(environment.tasks)
    .filter(([, { artifact }]) => !parts.includes(artifact))
    .map(([task, { artifact }]) => ({
      of: 'environment' as const,
      path: ['tasks', task, 'artifact'],
      what: `"${artifact}" is no part of deploy`,
      why: 'no digest would say which image is run',
      right: suggest(artifact, parts),
    }))
  return [...inManifest, ...inTasks]
}
