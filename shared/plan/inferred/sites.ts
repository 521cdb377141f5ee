import type { PlannedCheck } from '../release-plan.ts'
import { blocker, type Infer, watched } from './port.ts'

/** Certificates of sites (CloudFront's live in us-east-1), and whether users get a page by every name they know. */
export const sites: Infer = ({ published: { plan, environment }, unchanged }) =>
  plan.cutover.flatMap((move): PlannedCheck[] => {
    if (!('site-pointer' in move)) return []
    const part = plan.deploy[move['site-pointer']]!
    const { url, certificate, names } = environment.sites['site-files' in part ? part['site-files'] : '']!
    const hosts = names ?? [new URL(url).hostname]
    const why = `the plan points ${url} at new files`
    const ask = { arn: certificate ?? '', names: hosts, region: 'us-east-1' }
    const certified =
      certificate === undefined
        ? []
        : [blocker(`certificate of ${hosts[0]}`, 'certificate', ask, why, 'acm-covers-hosts')]
    if (unchanged(move['site-pointer']) !== undefined) return certified
    const pages = hosts.map((host) => {
      const page = { url: new URL(new URL(url).pathname, `https://${host}`).href, expect: { status: 200 } }
      return watched(`${host} shows a page`, 'http-probe', page, why, 'frontend-reachable')
    })
    return [...certified, ...pages]
  })
