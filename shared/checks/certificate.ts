import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck } from './port.ts'
import { day, daysUntil } from './reading/days.ts'
import { uncovered } from './reading/names.ts'
import { readIfThere, telling } from './reading/tell.ts'
import { type Finding, judged, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  arn: z.string(),
  names: z.array(z.string()).check(z.minLength(1)),
  /** ACM renews 60 days before the end; less than 30 left means that it could not. */
  minDays: z._default(z.int(), 30),
  /** Default: the ARN's own. CloudFront takes certificates from us-east-1 only. */
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether a certificate is issued, covers the names, and lasts. */
export const certificate = defineCheck<Ask>({
  kind: 'certificate',
  ask: Ask,
  describe: ({ names, minDays }) => `the certificate of ${names.join(', ')} is issued and lasts ${minDays} days`,
  run: (ask, world) => telling('acm:DescribeCertificate', () => look(ask, world)),
})

async function look({ arn, names, minDays, region }: Ask, world: World) {
  const bound = `ISSUED, for ${names.join(', ')}, ${minDays} days left`
  const own = arn.split(':')[3] ?? ''
  if (region !== undefined && region !== own) {
    const whatToDo = `name a certificate of ${region} in the plan`
    return judged(false, { seen: `the certificate is in ${own}`, bound: `in ${region}, ${bound}`, whatToDo })
  }
  const answer = await readIfThere(
    world,
    { permission: 'acm:DescribeCertificate', absent: ['ResourceNotFoundException'], region: own },
    ACMClient,
    new DescribeCertificateCommand({ CertificateArn: arn }),
  )
  const found = answer?.Certificate
  if (found === undefined) {
    return judged(false, {
      seen: `there is no certificate ${arn}`,
      bound,
      whatToDo: 'request it, or correct its ARN in the plan',
    })
  }
  const faults: Finding[] = []
  if (found.Status !== 'ISSUED') {
    const reason = found.FailureReason === undefined ? '' : ` (${found.FailureReason})`
    faults.push({
      what: `it is ${found.Status}${reason}`,
      whatToDo: 'put its validation records into the zone and wait, or request it anew',
    })
  }
  const missing = uncovered(names, [found.DomainName ?? '', ...(found.SubjectAlternativeNames ?? [])])
  if (missing.length > 0)
    faults.push({ what: `it does not cover ${missing.join(', ')}`, whatToDo: 'request one for all names' })
  const notAfter = found.NotAfter?.getTime()
  if (notAfter === undefined) {
    if (faults.length === 0) faults.push({ what: 'it has no end', whatToDo: 'look at it in the ACM console' })
    return weighed({ faults, doubts: [] }, { seen: '', bound })
  }
  const days = daysUntil(notAfter, world.now())
  if (days < minDays) {
    const whatToDo = 'see why ACM does not renew it (validation records, use), or import a new one'
    faults.push({ what: `it ends on ${day(notAfter)}, in ${days} days`, whatToDo })
  }
  const seen = `ISSUED, until ${day(notAfter)} (${days} days)`
  return weighed({ faults, doubts: [] }, { seen, bound, value: days, limit: minDays, unit: 'days' })
}
