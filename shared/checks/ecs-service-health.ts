import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { noService, serviceIn } from './reading/services.ts'
import { telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  minRunning: z._default(z.int(), 1),
  /** The revision that should be out: after a circuit breaker's rollback a service is steady on the former one. */
  taskDefinition: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether a service has settled: one deployment, completed, and all of its tasks running. */
export const ecsServiceHealth = defineCheck<Ask>({
  kind: 'ecs-service-health',
  ask: Ask,
  describe: ({ service, minRunning }) => `service ${service} is steady with at least ${minRunning} tasks`,
  run: (ask, world) => telling('ecs:DescribeServices', () => look(ask, world)),
})

async function look({ cluster, service, minRunning, taskDefinition }: Ask, world: World) {
  const bound = `ACTIVE, one completed deployment, at least ${minRunning} tasks and all that are desired running`
  const found = await serviceIn(world, cluster, service)
  if (found === undefined) return judged(false, { ...noService(cluster, service), bound })
  const faults: Finding[] = []
  const logs = `read the events of service ${service} and the reasons of its stopped tasks`
  const fault = (what: string, whatToDo = logs) => faults.push({ what, whatToDo })
  const [running, desired, pending] = [found.runningCount ?? 0, found.desiredCount ?? 0, found.pendingCount ?? 0]
  if (found.status !== 'ACTIVE') fault(`the service is ${found.status}`)
  if (running < minRunning) fault(`${running} tasks run`)
  if (running !== desired) fault(`${running} of ${desired} desired tasks run, ${pending} are starting`)
  const primary = found.deployments?.find(({ status }) => status === 'PRIMARY')
  if (primary === undefined) fault('it has no primary deployment')
  else {
    const rollout = primary.rolloutState
    if (rollout !== undefined && rollout !== 'COMPLETED')
      fault(`its deployment is ${rollout}: ${primary.rolloutStateReason ?? ''}`)
    if ((primary.failedTasks ?? 0) > 0) fault(`${primary.failedTasks} tasks of its deployment failed`)
    if (taskDefinition !== undefined && primary.taskDefinition !== taskDefinition) {
      fault(
        `it runs ${primary.taskDefinition}`,
        `see why ${taskDefinition} is not out: a circuit breaker may have put it back`,
      )
    }
  }
  if ((found.deployments?.length ?? 0) > 1)
    fault('another deployment is still going on', `wait until service ${service} has settled`)
  const drawn = { value: running, limit: minRunning, unit: 'tasks' }
  return weighed(
    { faults, doubts: [] },
    { seen: `${running} of ${desired} tasks run, deployment completed`, bound, ...drawn },
  )
}
