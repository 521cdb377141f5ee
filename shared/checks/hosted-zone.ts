import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import * as z from 'zod/mini'
import { defineCheck } from './port.ts'
import { plainName } from './reading/names.ts'
import { readIfThere, telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({ zone: z.string(), name: z.string() })

/** Whether the zone exists, is that of the name, and is public. */
export const hostedZone = defineCheck<z.infer<typeof Ask>>({
  kind: 'hosted-zone',
  ask: Ask,
  describe: ({ zone, name }) => `${zone} is the public zone of ${name}`,
  run: ({ zone, name }, world) =>
    telling('route53:GetHostedZone', async () => {
      const bound = `the public zone of ${name}`
      const answer = await readIfThere(
        world,
        { permission: 'route53:GetHostedZone', absent: ['NoSuchHostedZone'] },
        Route53Client,
        new GetHostedZoneCommand({ Id: zone }),
      )
      if (answer?.HostedZone === undefined) {
        return judged(false, {
          seen: `there is no zone ${zone}`,
          bound,
          whatToDo: `create the zone of ${name}, or correct its id`,
        })
      }
      const faults: Finding[] = []
      const its = plainName(answer.HostedZone.Name ?? '')
      if (its !== plainName(name))
        faults.push({ what: `it is the zone of ${its}`, whatToDo: `name the id of the zone of ${name}` })
      if (answer.HostedZone.Config?.PrivateZone === true) {
        faults.push({
          what: 'it is private: the world does not see its records',
          whatToDo: `name the public zone of ${name}`,
        })
      }
      return weighed({ faults, doubts: [] }, { seen: `the public zone of ${its}`, bound })
    }),
})
