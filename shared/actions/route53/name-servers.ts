import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import { ChangeFailed } from '../../errors.ts'
import type { DnsAnswer, World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { type Address, controlPlane } from './group.ts'

/** One question and its answer; a server that says nothing is no reason to wait longer. */
const questionMs = 3_000

/** The zone's authoritative servers: all four of them, because each may be behind the others. */
export async function nameServers(zone: string, world: World): Promise<readonly string[]> {
  try {
    const answer = await world.send(Route53Client, new GetHostedZoneCommand({ Id: zone }), controlPlane)
    return answer.DelegationSet?.NameServers ?? []
  } catch (error) {
    if (!isCalled(error, 'NoSuchHostedZone')) throw error
    throw new ChangeFailed(zone, 'there is no such hosted zone')
  }
}

export interface Asked extends DnsAnswer {
  readonly server: string
}

export function askEach(
  { name, type }: Pick<Address, 'name' | 'type'>,
  servers: readonly string[],
  world: World,
): Promise<Asked[]> {
  return Promise.all(
    servers.map(async (server) => ({ server, ...(await world.dns({ name, type, server, timeoutMs: questionMs })) })),
  )
}
