import { writeFileSync } from 'node:fs'
import type { Run } from '../../rehearsal/rehearse.ts'
import { assumed } from './assumed.ts'
import { bill, billBeyondFree, type Line, totalCents } from './bill.ts'
import { idleMonth } from './idle.ts'
import { bakeOf, gateOf, type Nights, nights } from './nights.ts'
import { type Price, prices, pricesReadOn } from './prices.ts'
import { transitions } from './transitions.ts'
import { useOf } from './use.ts'

const file = 'docs/reference/cost.md'

/** What a release and a month without one cost, as a page: made from rehearsals and the prices in cli/cost/prices.ts. */
export function costPage(of: Nights): string {
  const { released, rolledBack } = of
  const idle = idleMonth(Buffer.byteLength(JSON.stringify(released.table)))
  const [bake, gate] = [bakeOf(of), gateOf(of)]
  return `# What Tidegate costs

Made by \`npm run cost\` from rehearsals of serveml and the prices in \`cli/cost/prices.ts\` (us-east-1, read on ${pricesReadOn});
do not edit. Prices are list prices, in cents of a US dollar; free tiers are named where they matter. What a release starts
(tasks, deployments, backups) is the system's own cost and not counted.

## State transitions and history

AWS bills a transition each time a step is executed, retries included, and keeps at most 25,000 events of an execution.

| execution | released: transitions | events | rolled back in the bake: transitions | events |
| --- | ---: | ---: | ---: | ---: |
${executionRows(released, rolledBack).join('\n')}

Waiting costs neither, however long it is and however often is looked meanwhile, because a wait is one task that holds a token:

| wait | lasts | transitions until it ends | events, entry and exit included |
| --- | ---: | ---: | ---: |
| bake | ${hours(bake.seconds)} h | ${bake.transitions} | ${bake.events} |
| sign-offs at the first gate, the last after a week | ${hours(gate.seconds)} h | ${gate.transitions} | ${gate.events} |

## One release

With a bake of 24 hours, each minute of it lived through: what is cheap once a night is looked at 1,440 times.

| | released: units | cents | rolled back: units | cents |
| --- | ---: | ---: | ---: | ---: |
${besideEachOther(bill(useOf(released)), bill(useOf(rolledBack))).join('\n')}

A shorter bake is nearly as much cheaper as it is shorter.

## A month without a release

The sweep looks each minute for what is open; ${assumed.releasesKept} releases are kept in ledger and bucket.

| | units | cents | cents beyond the free tier |
| --- | ---: | ---: | ---: |
${idleRows(bill(idle), billBeyondFree(idle)).join('\n')}

The right column is an account that has the free tiers for itself.

## What is assumed

- An invocation works ${assumed.workSeconds} s and a sweep ${assumed.sweepSeconds} s, at ${assumed.memoryGigabytes} GB.
- Cold starts are in it. Each is 40 to 60 ms of processor more than an empty handler's, which is billed; 30 were aimed at and are
  not reached (ADR 13; npm run bench measures anew). All fifteen functions cold at once are less than 0.001 cents.
- Every invocation leaves a trace and ${assumed.logBytesPerInvocation} bytes of Lambda's own lines; a history event is logged in ${assumed.logBytesPerHistoryEvent} bytes.
- Every message of SNS goes to one mailbox. A message of SQS is ${assumed.requestsPerMessage} requests, and Lambda asks an empty queue ${assumed.pollsPerMinute} times a minute.
- Not counted, because next to nothing: custom metrics (0.04 cents for each figure in the hour a release writes it), and what
  is read of systems besides their alarms and metrics.

## Prices

Read: in a copy of AWS's own page, or in guides that quote it. One was found nowhere and is from memory, as are the free tiers of
SNS.

| for | cents | per | free each month | AWS's page | read |
| --- | ---: | ---: | ---: | --- | --- |
${Object.values(prices).map(priceRow).join('\n')}
`
}

function executionRows(released: Run, rolledBack: Run): string[] {
  const kinds = ['release', 'change', 'rollback', 'close']
  const of = (run: Run, kind: string) =>
    run.executions.filter(({ description }) => kindOf(description.name) === kind).map(({ history }) => history)
  const cells = (run: Run, wanted: readonly string[]) => {
    const histories = wanted.flatMap((kind) => of(run, kind))
    if (histories.length === 0) return '- | -'
    const sum = (count: (history: (typeof histories)[number]) => number) =>
      histories.reduce((total, history) => total + count(history), 0)
    return `${sum(transitions)} | ${sum(({ length }) => length)}`
  }
  const row = (title: string, wanted: readonly string[]) =>
    `| ${title} | ${cells(released, wanted)} | ${cells(rolledBack, wanted)} |`
  return [...kinds.map((kind) => row(kind, [kind])), row('together', kinds)]
}

/** `serveml-2-4-0-1-close-1` → `close`. */
const kindOf = (execution: string): string => /-(change|rollback|close)(?:-\d+)?$/.exec(execution)?.[1] ?? 'release'

function besideEachOther(left: readonly Line[], right: readonly Line[]): string[] {
  const rows = left.map((one) => {
    const other = right.find(({ what }) => what === one.what)
    return `| ${prices[one.what].unit} | ${amount(one)} | ${cents(one.cents)} | ${other === undefined ? '- | -' : `${amount(other)} | ${cents(other.cents)}`} |`
  })
  return [...rows, `| together | | **${cents(totalCents(left))}** | | **${cents(totalCents(right))}** |`]
}

function idleRows(listed: readonly Line[], beyondFree: readonly Line[]): string[] {
  const rows = listed.map((one) => {
    const left = beyondFree.find(({ what }) => what === one.what)
    return `| ${prices[one.what].unit} | ${amount(one)} | ${cents(one.cents)} | ${cents(left?.cents ?? 0)} |`
  })
  return [...rows, `| together | | **${cents(totalCents(listed))}** | **${cents(totalCents(beyondFree))}** |`]
}

const read = { page: 'there', guide: 'in guides', not: 'nowhere' } as const
const priceRow = ({ unit, cents: each, per, source, freeAMonth, read: where }: Price): string =>
  `| ${unit} | ${each} | ${per.toLocaleString('en')} | ${freeAMonth?.toLocaleString('en') ?? ''} | <${source}> | ${read[where]} |`

/** Two figures say enough, and do not change with every line of code. */
const amount = ({ units }: Line): string =>
  Number(units.toPrecision(2)).toLocaleString('en', { maximumSignificantDigits: 2 })
const cents = (value: number): string => (value > 0 && value < 0.05 ? '< 0.1' : value.toFixed(1))
const hours = (seconds: number): string => (seconds / 3600).toFixed(0)

if (import.meta.main) {
  writeFileSync(file, costPage(await nights()))
  process.stdout.write(`wrote ${file}\n`)
}
