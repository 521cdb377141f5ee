import { bill, billBeyondFree, totalCents } from '../../cli/cost/bill.ts'
import { idleMonth } from '../../cli/cost/idle.ts'
import { bakeOf, gateOf, nights } from '../../cli/cost/nights.ts'
import { useOf } from '../../cli/cost/use.ts'

/** What docs/reference/cost.md says at length. */
const lived = await nights()
for (const [title, run] of [
  ['released', lived.released],
  ['rolled back in the bake', lived.rolledBack],
] as const) {
  const use = useOf(run)
  const events = run.executions.map(({ description, history }) => `${description.name} ${history.length}`)
  console.log(
    `serveml ${title}: ${use.transitions} transitions (aim: 60), ${totalCents(bill(use)).toFixed(1)} cents, history events: ${events.join(', ')}`,
  )
}
for (const [title, wait] of [
  ['bake', bakeOf(lived)],
  ['gate', gateOf(lived)],
] as const) {
  console.log(
    `${title} of ${(wait.seconds / 3600).toFixed(0)} h: ${wait.transitions} transitions, ${wait.events} events (aim: 0, under 50)`,
  )
}
const idle = idleMonth(Buffer.byteLength(JSON.stringify(lived.released.table)))
console.log(
  `a month without a release: ${totalCents(bill(idle)).toFixed(0)} cents at list price, ${totalCents(billBeyondFree(idle)).toFixed(1)} beyond the free tiers`,
)
