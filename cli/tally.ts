import type { JobEnd } from './job.ts'

const order = ['released', 'refused', 'rolled-back', 'stuck', 'none'] as const

/** How many runs ended how, in the order in which outcomes are always told. */
export class Tally {
  readonly #counts = new Map<JobEnd['outcome'], number>()
  broken = 0
  runs = 0

  add({ outcome, broken }: JobEnd): void {
    this.runs += 1
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1)
    if (broken !== undefined) this.broken += 1
  }

  get counts(): Record<string, number> {
    return Object.fromEntries(order.flatMap((one) => (this.#counts.has(one) ? [[one, this.#counts.get(one)!]] : [])))
  }

  /** `812 released · 34 rolled-back` */
  get words(): string {
    return Object.entries(this.counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(' · ')
  }
}

/** A table of outcomes, one column per kind of run. */
export function outcomesTable(columns: readonly { readonly title: string; readonly tally: Tally }[]): string {
  const named = order.filter((one) => columns.some(({ tally }) => tally.counts[one] !== undefined))
  const rows = [
    ['', ...columns.map(({ title }) => title)],
    ...named.map((one) => [
      one === 'none' ? 'no outcome' : one,
      ...columns.map(({ tally }) => `${tally.counts[one] ?? 0}`),
    ]),
    ['a property broken', ...columns.map(({ tally }) => `${tally.broken}`)],
    ['runs', ...columns.map(({ tally }) => `${tally.runs}`)],
  ]
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  const line = (row: string[]) =>
    `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('   ')}`.trimEnd()
  return rows.map(line).join('\n')
}
