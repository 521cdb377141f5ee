import * as z from 'zod/mini'
import type { World } from '../world.ts'
import { defineCheck, type Moment } from './port.ts'
import { minute } from './reading/days.ts'
import { judgeable, Metric, metricQuery, Period, points, total } from './reading/metrics.ts'
import { CannotTell, telling } from './reading/tell.ts'
import { judged } from './reading/verdict.ts'

const Ask = z.strictObject({
  label: z.string(),
  queries: z.array(z.extend(Metric, { id: z.string().check(z.regex(/^(?!e$)[a-z]\w*$/)) })).check(z.minLength(1)),
  /** CloudWatch metric math over the queries' ids; missing is not zero, so counts are written `FILL(m, 0)`. */
  expression: z.string(),
  bound: z.union([z.strictObject({ max: z.number() }), z.strictObject({ min: z.number() })]),
  unit: z.string(),
  periodSeconds: z._default(Period, 60),
  windowSeconds: z._default(z.int(), 300),
  /** Less of this query in the window is too little to judge. */
  minimum: z.optional(z.strictObject({ query: z.string(), count: z.number() })),
  region: z.optional(z.string()),
})
type Ask = z.infer<typeof Ask>

/** Whether a metric, or metric math over several, keeps its bound in every period of the window. */
export const cloudwatchMetric = defineCheck<Ask>({
  kind: 'cloudwatch-metric',
  ask: Ask,
  describe: (ask) => `${ask.label} is ${bounded(ask)}`,
  run: (ask, world, moment) => telling('cloudwatch:GetMetricData', () => look(ask, world, moment)),
})

const bounded = ({ bound, unit }: Ask) =>
  'max' in bound ? `at most ${bound.max} ${unit}` : `at least ${bound.min} ${unit}`

async function look(ask: Ask, world: World, moment: Moment) {
  const window = judgeable(world.now(), moment, ask.periodSeconds, ask.windowSeconds)
  const queries = ask.queries.map(({ id, ...metric }) => metricQuery(id, metric, ask.periodSeconds))
  // An expression takes the period of its metrics.
  const found = await points(
    world,
    [...queries, { Id: 'e', Expression: ask.expression, ReturnData: true }],
    window,
    ask.region,
  )
  const enough = frequentEnough(ask, found)
  const values = [...(found.get('e') ?? [])].filter(([at]) => enough(at))
  if (values.length === 0) {
    throw new CannotTell(
      `no data for ${ask.label} from ${minute(window.from)} to ${minute(window.to)}`,
      'see in CloudWatch whether the metric exists with these dimensions; missing data is not zero',
    )
  }
  const beyond = 'max' in ask.bound ? (a: number, b: number) => a > b : (a: number, b: number) => a < b
  const limit = 'max' in ask.bound ? ask.bound.max : ask.bound.min
  const [at, value] = values.reduce((worst, point) => (beyond(point[1], worst[1]) ? point : worst))
  return judged(!beyond(value, limit), {
    seen: `${round(value)} ${ask.unit} at ${minute(at)}, the worst of ${values.length} × ${ask.periodSeconds} s`,
    bound: bounded(ask),
    whatToDo: `look at ${ask.label} in CloudWatch around ${minute(at)}, and at the logs of what serves it`,
    value: round(value),
    limit,
    unit: ask.unit,
    facts: { from: window.from, to: window.to, ...counted(ask, found) },
  })
}

type Found = ReadonlyMap<string, ReadonlyMap<number, number>>

/**
 * Which periods may be judged. The window must hold the minimum, and a period its fair part of it: one error among
 * three requests at night is 33 %, and says nothing.
 */
function frequentEnough({ minimum, periodSeconds, windowSeconds }: Ask, found: Found): (at: number) => boolean {
  if (minimum === undefined) return () => true
  const series = found.get(minimum.query)
  if (series === undefined) {
    throw new CannotTell(
      `the minimum names "${minimum.query}", which is no query`,
      'name one of the queries in the plan',
    )
  }
  const seen = total(series)
  if (seen < minimum.count) {
    throw new CannotTell(
      `only ${round(seen)} of "${minimum.query}" were seen, ${minimum.count} are needed to judge`,
      'wait for more traffic, or send some (a load or smoke task)',
    )
  }
  const part = (minimum.count * periodSeconds) / Math.max(periodSeconds, windowSeconds)
  return (at) => (series.get(at) ?? 0) >= part
}

function counted({ minimum }: Ask, found: Found): { readonly [name: string]: number } {
  return minimum === undefined ? {} : { [minimum.query]: round(total(found.get(minimum.query))) }
}

const round = (value: number): number => Number(value.toPrecision(6))
