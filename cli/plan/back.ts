import { stages } from '../../shared/ledger/records.ts'
import { outcomeLookSeconds } from '../../shared/limits.ts'
import type { PlannedAction, ReleasePlan } from '../../shared/plan/release-plan.ts'
import { lasting } from './lasting.ts'
import type { Way } from './way.ts'

export type Done = readonly (readonly [PlannedAction, Way])[]

/** Stages go back one after the other, what is in one stage all at once. */
export function backSeconds(done: Done): { users: number; everything: number; data: number } {
  const longest = (stage: string) =>
    Math.max(0, ...done.filter(([, way]) => way.stage === stage && way.way === 'undo').map(([, way]) => way.seconds))
  const everything = stages.reduce((sum, stage) => sum + longest(stage), 0)
  // People are asked when everything else is back; what they grant is done one after the other.
  const data = done.reduce((sum, [, way]) => sum + (way.way === 'asks' ? way.seconds : 0), 0)
  return { users: longest('exposure'), everything, data }
}

export function backLines(plan: ReleasePlan, done: Done): string[] {
  const lines = ['The way back: stage by stage, users first']
  for (const stage of stages) {
    const within = done.filter(([, way]) => way.stage === stage && way.way === 'undo')
    if (within.length === 0) continue
    const longest = Math.max(...within.map(([, way]) => way.seconds))
    lines.push(`  ${stage}: ${within.map(([action]) => action.name).join(', ')} · about ${lasting(longest)}`)
  }
  const named = (way: Way['way']) => done.filter(([, one]) => one.way === way)
  for (const [action, way] of named('stays')) lines.push(`  stays: ${action.name} (${way.because})`)
  for (const [action, way] of named('asks'))
    lines.push(`  ASKS: ${action.name} (${way.because}) · about ${lasting(way.seconds)} after people agree`)
  const { users, everything, data } = backSeconds(done)
  lines.push(`  ${promised('users back', users, plan.back.fastSeconds)}`)
  const noticed = users + outcomeLookSeconds
  const died = `if the release itself dies: up to ${lasting(noticed)}, for that is noticed within ${lasting(outcomeLookSeconds)}`
  lines.push(noticed <= plan.back.fastSeconds ? `    ${died}` : `    ${died}: MORE THAN PROMISED`)
  lines.push(`  ${promised('everything back', everything + data, plan.back.fullSeconds)}`)
  return lines
}

function promised(what: string, seconds: number, limit: number): string {
  const about = `${what}: about ${lasting(seconds)}`
  if (seconds <= limit) return `${about} (promised ${lasting(limit)})`
  return `${about} (TOO LONG: the plan promises ${lasting(limit)}; make it shorter, or promise less)`
}
