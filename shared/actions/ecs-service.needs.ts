import { arn, may, type Needs } from '../permissions/permission.ts'
import { readsRevisions, readsTasks, registers } from './ecs/needs.ts'
import { isNative } from './ecs-service/rollout.ts'
import type { Target } from './ecs-service/target.ts'

export const needs: Needs<Target> = (target, place) => {
  const name = `${target.cluster}/${target.service}`
  const service = arn(place, 'ecs', `service/${name}`)
  const deployments = arn(place, 'ecs', `service-deployment/${name}/*`)
  const native = [
    ...may('look go', ['ecs:ListServiceDeployments'], [service]),
    ...may('look go', ['ecs:DescribeServiceDeployments'], [service, deployments]),
    ...may('look go', ['ecs:DescribeServiceRevisions'], [service, arn(place, 'ecs', `service-revision/${name}/*`)]),
    ...may('go', ['ecs:StopServiceDeployment'], [service, deployments]),
  ]
  return [
    ...may('live capture look go', ['ecs:DescribeServices'], [service]),
    ...readsRevisions('live capture look go'),
    ...registers(target, place),
    ...may('go', ['ecs:UpdateService'], [service]),
    // Why tasks of a rollout stopped.
    ...readsTasks('look', target.cluster, place),
    ...(isNative(target) ? native : []),
  ]
}
