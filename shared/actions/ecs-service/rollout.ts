import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { Rollout, Target } from './target.ts'

/** Both revisions run on for so long after the shift; ECS's own way back is quick meanwhile. */
const bakeTimeInMinutes = 5
/** ECS's own defaults, said aloud. */
const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 10 }
/** The breaker is for rolling only; the other strategies fail by their alarms. */
const deploymentCircuitBreaker = { enable: true, rollback: true }

export const isNative = ({ strategy }: Pick<Target, 'strategy'>): boolean =>
  strategy !== undefined && strategy !== 'idle'

/** How the plan wants ECS to roll out, given how it does now; what it says nothing about stays. */
export function wantedRollout({ strategy, alarms = [] }: Target, now: Rollout): Rollout {
  if (strategy === undefined || strategy === 'idle' || now === null) return now
  const { canaryConfiguration: _canary, linearConfiguration: _linear, ...kept } = now
  const watched: NonNullable<Rollout> =
    alarms.length === 0 ? {} : { alarms: { alarmNames: [...alarms], enable: true, rollback: true } }
  switch (strategy) {
    case 'rolling':
      return { ...kept, ...watched, strategy: 'ROLLING', deploymentCircuitBreaker }
    case 'blue-green':
      return { ...kept, ...watched, strategy: 'BLUE_GREEN', bakeTimeInMinutes }
    case 'canary':
      return { ...kept, ...watched, strategy: 'CANARY', bakeTimeInMinutes, canaryConfiguration }
  }
}

/** Whole, hooks included: an update replaces the configuration. */
export const readRollout = (found: DeploymentConfiguration = {}): Rollout =>
  JSON.parse(JSON.stringify(found)) as NonNullable<Rollout>

export const asConfiguration = (rollout: NonNullable<Rollout>): DeploymentConfiguration =>
  rollout as DeploymentConfiguration
