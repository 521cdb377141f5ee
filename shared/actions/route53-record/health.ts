import { GetHealthCheckCommand, GetHealthCheckStatusCommand, Route53Client } from '@aws-sdk/client-route-53'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { controlPlane } from '../route53/group.ts'
import type { Target } from './target.ts'

/** Route 53 itself counts an endpoint as healthy when more than this part of its checkers says so. */
const healthyPart = 0.18

/**
 * An unhealthy member drops out of its group whatever its weight, so both sides are healthy before weights move.
 *
 * @throws {ChangeFailed}
 */
export async function mustBeHealthy({ members, from, to, name }: Target, world: World): Promise<void> {
  for (const side of [from, to]) {
    const id = members[side]!.healthCheck
    if (id === undefined) continue
    const ill = await illness(id, world)
    if (ill === undefined) continue
    throw new ChangeFailed(
      name,
      `the health check ${id} of side ${side} ${ill}; no weight was moved; make it healthy first`,
    )
  }
}

async function illness(id: string, world: World): Promise<string | undefined> {
  try {
    const { HealthCheck } = await world.send(
      Route53Client,
      new GetHealthCheckCommand({ HealthCheckId: id }),
      controlPlane,
    )
    if (HealthCheck?.HealthCheckConfig?.Disabled) return 'is disabled'
  } catch (error) {
    if (!isCalled(error, 'NoSuchHealthCheck')) throw error
    return 'does not exist'
  }
  const input = { HealthCheckId: id }
  const status = await world.send(Route53Client, new GetHealthCheckStatusCommand(input), controlPlane)
  const seen = status.HealthCheckObservations ?? []
  const healthy = seen.filter((one) => one.StatusReport?.Status?.startsWith('Success')).length
  if (seen.length > 0 && healthy / seen.length > healthyPart) return undefined
  return seen.length === 0 ? 'has no observations yet' : `is healthy for ${healthy} of ${seen.length} checkers`
}
