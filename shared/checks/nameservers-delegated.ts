import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { sorted } from './reading/names.ts'
import { CannotTell, readIfThere, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.strictObject({
  zone: z.string(),
  name: z.string(),
  /** Who is asked for the delegation; none: the servers of the parent zone. */
  servers: z._default(z.array(z.string()), []),
  timeoutMs: z._default(z.int().check(z.maximum(10_000)), 2_000),
})
type Ask = z.infer<typeof Ask>

/** Whether the parent sends the world to this zone's name servers, and not to a zone of the same name elsewhere. */
export const nameserversDelegated = defineCheck<Ask>({
  kind: 'nameservers-delegated',
  ask: Ask,
  describe: ({ zone, name }) => `the world is sent to zone ${zone} for ${name}`,
  run: (ask, world) => telling(`DNS NS ${ask.name}`, () => look(ask, world)),
})

async function look({ zone, name, servers, timeoutMs }: Ask, world: World) {
  const answer = await readIfThere(
    world,
    { permission: 'route53:GetHostedZone', absent: ['NoSuchHostedZone'] },
    Route53Client,
    new GetHostedZoneCommand({ Id: zone }),
  )
  const ours = sorted(answer?.DelegationSet?.NameServers ?? [])
  const bound = ours.join(', ') || `the name servers of zone ${zone}`
  if (answer === undefined)
    return judged(false, { seen: `there is no zone ${zone}`, bound, whatToDo: `correct the zone of ${name}` })
  const asked = servers.length > 0 ? servers : await parentServers(name, timeoutMs, world)
  const silent: string[] = []
  // One server that answers is enough: those of a parent hold the same zone.
  for (const server of asked) {
    const said = await world.dns({ name, type: 'NS', server, timeoutMs })
    if (said.failed !== undefined && said.failed !== 'NXDOMAIN') {
      silent.push(`${server} (${said.failed})`)
      continue
    }
    const theirs = sorted(said.answers.map(({ value }) => value))
    return judged(theirs.join() === ours.join(), {
      seen: `${server} sends to ${theirs.join(', ') || 'nobody'}`,
      bound,
      whatToDo: `set the name servers of ${name} at its registrar (or in its parent zone) to ${bound}`,
    })
  }
  throw new CannotTell(
    `nobody told the name servers of ${name}: ${silent.join(', ')}`,
    'see whether DNS gets out of the function, then ask again',
  )
}

async function parentServers(name: string, timeoutMs: number, world: World): Promise<readonly string[]> {
  const parent = name.replace(/\.$/, '').replace(/^[^.]+\.?/, '') || '.'
  const said = await world.dns({ name: parent, type: 'NS', timeoutMs })
  if (said.answers.length > 0) return said.answers.map(({ value }) => value)
  throw new CannotTell(
    `the name servers of "${parent}" are not known (${said.failed ?? 'no records'})`,
    'name servers to ask in the plan',
  )
}
