import type { PlannedCheck } from '../release-plan.ts'
import { serviceOf } from '../resolve/deploy.ts'
import { blocker, type Infer, verifying, watched } from './port.ts'

/** Images, secrets and health of what is deployed, and whether what users would go back to could be started again. */
export const services: Infer = ({ published, sides, unchanged, firstLaunch, digest }) =>
  Object.entries(published.plan.deploy).flatMap(([name, part]): PlannedCheck[] => {
    if (!('ecs-service' in part) || unchanged(name) !== undefined) return []
    const service = serviceOf(published, name, sides.next)
    if (service === undefined) return []
    const { cluster, repository: registry, count } = published.environment.services[service]!
    const why = `the plan deploys ${name} to ${service}`
    const repository = registry.split('/').slice(1).join('/') || registry
    const image = { repository, digest: digest(name) }
    const healthy = { cluster, service, minRunning: count }
    // In place users meet it as it comes up: there is nothing to ask before they do.
    const asked = part.strategy === undefined ? verifying : watched
    const checks = [
      blocker(`image of ${name} is there and clean`, 'ecr-image', image, why, 'image-present'),
      blocker(
        `${service} takes secrets by reference`,
        'secrets-by-reference',
        { cluster, service },
        why,
        'secrets-by-reference',
      ),
      asked(`${service} is healthy`, 'ecs-service-health', healthy, why, 'ecs-service-stable'),
    ]
    const former = serviceOf(published, name, sides.live)
    if (firstLaunch || former === undefined) return checks
    const ask = { cluster: published.environment.services[former]!.cluster, service: former, repository }
    const back = `going back means ${former}`
    return [
      ...checks,
      blocker(`${former} could be started again`, 'ecs-former', ask, back, 'rollback-previous-version'),
    ]
  })
