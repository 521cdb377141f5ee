import type { ReleasePlan } from '../release-plan.ts'
import { onlySide } from '../sides.ts'

/** What has no way back, or another than one would think: named beforehand, first things first. */
export function notesOf(plan: Omit<ReleasePlan, 'notes'>): string[] {
  const notes: string[] = []
  if (plan.firstLaunch) notes.push('First launch: there is nothing to go back to but the maintenance page.')
  const inPlace = plan.cutover.filter(({ kind, unchanged }) => kind === 'ecs-service' && unchanged === undefined)
  for (const { name } of inPlace)
    notes.push(
      `${name} is updated in place: users meet the new version as it comes up; going back is the former revision.`,
    )
  if (plan.sides.live === onlySide && inPlace.length === 0)
    notes.push('One side only: going back is each resource put back to what it was.')
  for (const { name, oldCodeRuns } of plan.migrate)
    if (oldCodeRuns === 'no')
      notes.push(
        `After ${name} the former version cannot run on the schema: until it is undone, going back is not safe.`,
      )
  const done = [...plan.migrate, ...plan.deploy, ...plan.cutover].filter(({ unchanged }) => unchanged === undefined)
  if (done.length === 0) notes.push('Nothing is new: every digest of this manifest is live already.')
  return notes
}
