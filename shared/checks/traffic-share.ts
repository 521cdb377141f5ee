import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { type CheckResult, defineCheck, type Moment } from './port.ts'
import { judgeable, Metric, metricQuery, Period, points, total } from './reading/metrics.ts'
import { CannotTell, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.strictObject({
  /** Where each side's requests are counted. */
  sides: z.record(z.string(), Metric),
  /** Percentage points; names are weighted per resolver and not per user, so that 5 % may be anything from 0 to 20. */
  tolerance: z.number(),
  /** Requests on both sides together. */
  minimum: z._default(z.number(), 100),
  /** Resolvers keep the former answer for a TTL: so long after a step the shares are still on their way. */
  followSeconds: z._default(z.int(), 120),
  periodSeconds: z._default(Period, 60),
  windowSeconds: z._default(z.int(), 300),
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether the share of requests that the new side sees is the share that was asked for. */
export const trafficShare = defineCheck<Ask>({
  kind: 'traffic-share',
  ask: Ask,
  describe: ({ sides, tolerance }) =>
    `the share asked for is seen on ${Object.keys(sides).join(' and ')}, ± ${tolerance} points`,
  run: (ask, world, moment) => telling('cloudwatch:GetMetricData', () => look(ask, world, moment)),
})

async function look(ask: Ask, world: World, moment: Moment): Promise<CheckResult> {
  const { live, next } = moment.sides
  const [liveMetric, nextMetric] = [ask.sides[live], ask.sides[next]]
  if (nextMetric === undefined) {
    throw new CannotTell(
      `nothing counts the requests on side "${next}"`,
      `name a metric for side "${next}" in the plan`,
    )
  }
  if (liveMetric === undefined || live === next) {
    return {
      verdict: 'not-applicable',
      because: `only side "${next}" counts requests: there is nothing to compare it with`,
    }
  }
  const following = { ...moment, since: moment.since + ask.followSeconds * 1000 }
  const window = judgeable(world.now(), following, ask.periodSeconds, ask.windowSeconds)
  const queries = [
    metricQuery('live', liveMetric, ask.periodSeconds),
    metricQuery('next', nextMetric, ask.periodSeconds),
  ]
  const found = await points(world, queries, window, ask.region)
  // A load balancer counts nothing while nobody asks it: here, and only here, missing is none.
  const requests = { live: total(found.get('live')), next: total(found.get('next')) }
  const both = requests.live + requests.next
  if (both < Math.max(1, ask.minimum)) {
    throw new CannotTell(
      `only ${both} requests were seen on both sides together, ${ask.minimum} are needed to tell a share`,
      'wait for more traffic',
    )
  }
  // A side that never counted anything may only be misspelt: it must not pass for one with a small share.
  for (const [side, points, none] of [
    [next, found.get('next'), 0],
    [live, found.get('live'), 100],
  ] as const) {
    const within = moment.share !== none && Math.abs(moment.share - none) <= ask.tolerance
    if (!within || (points?.size ?? 0) > 0) continue
    throw new CannotTell(
      `side "${side}" has counted no request at all, which cannot be told from its share at ${moment.share} %`,
      `see in CloudWatch whether the metric of side "${side}" exists with these dimensions; wait for more traffic`,
    )
  }
  const share = Math.round((1000 * requests.next) / both) / 10
  return judged(Math.abs(share - moment.share) <= ask.tolerance, {
    seen: `${share} % of ${both} requests on ${next}`,
    bound: `${moment.share} % ± ${ask.tolerance} points`,
    whatToDo: `look at the weights between ${live} and ${next}, at the health of both, and at what still sends to ${live}`,
    value: share,
    limit: moment.share,
    unit: '%',
    facts: { asked: moment.share, seen: share, requests: both, [live]: requests.live, [next]: requests.next },
  })
}
