import type { PlannedCheck } from '../release-plan.ts'
import { deployTarget } from '../resolve/deploy.ts'
import { blocker, type Infer, verifying } from './port.ts'

interface Service {
  cluster: string
  service: string
  repository: string
  digest: string
  desiredCount: number
}

export const services: Infer = ({ published, sides, unchanged, firstLaunch }) =>
  Object.entries(published.plan.deploy).flatMap(([name, part]): PlannedCheck[] => {
    if (!('ecs-service' in part) || unchanged(name) !== undefined) return []
    const next = deployTarget(published, name, sides.next)?.target as unknown as Service | undefined
    const live = deployTarget(published, name, sides.live)?.target as unknown as Service | undefined
    if (next === undefined) return []
    const why = `the plan deploys ${name} to ${next.service}`
    const repository = next.repository.split('/').slice(1).join('/') || next.repository
    const checks = [
      blocker(
        `image of ${name} is there and clean`,
        'ecr-image',
        { repository, digest: next.digest },
        why,
        'image-present',
      ),
      blocker(
        `${next.service} takes secrets by reference`,
        'secrets-by-reference',
        { cluster: next.cluster, service: next.service },
        why,
        'secrets-by-reference',
      ),
      verifying(
        `${next.service} is healthy`,
        'ecs-service-health',
        { cluster: next.cluster, service: next.service, minRunning: next.desiredCount },
        why,
        'ecs-service-stable',
      ),
    ]
    if (firstLaunch || live === undefined) return checks
    const former = { cluster: live.cluster, service: live.service, repository }
    return [
      ...checks,
      blocker(
        `${live.service} could be started again`,
        'ecs-former',
        former,
        `going back means ${live.service}`,
        'rollback-previous-version',
      ),
    ]
  })
