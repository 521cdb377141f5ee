import type { Bench } from '../bench.ts'
import { type Ask, asksOf } from './index.ts'

/** Everything that AWS would have asked IAM about, each once, by function. */
export type Asked = Map<string, Map<string, Ask>>

/** Writes down what the functions of a run ask for, the calls that fail included: IAM is asked before. */
export function recordAsks(bench: Pick<Bench, 'hooks' | 'home'>, asked: Asked): void {
  const where = { region: bench.home.region, account: bench.home.account, table: bench.home.table }
  bench.hooks.afterCall.push((call, outcome) => {
    const went = outcome.ok ? { output: outcome.output } : { error: (outcome.error as Error).name }
    const own = asked.get(call.by) ?? new Map<string, Ask>()
    asked.set(call.by, own)
    for (const one of asksOf(call, where, went)) own.set(JSON.stringify(one), one)
    return undefined
  })
}
