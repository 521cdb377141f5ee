import { type Price, type Priced, prices, type Use } from './prices.ts'

export interface Line {
  readonly what: Priced
  readonly units: number
  readonly cents: number
}

/** A use at list price, dearest first. */
export function bill(use: Use): Line[] {
  return used(use)
    .map(([what, units]) => ({ what, units, cents: centsOf(prices[what], units) }))
    .sort((a, b) => b.cents - a.cents)
}

/** The same for a whole month, in an account that has all free tiers to itself. */
export function billBeyondFree(use: Use): Line[] {
  return bill(
    Object.fromEntries(
      used(use).map(([what, units]) => [what, Math.max(0, units - ((prices[what] as Price).freeAMonth ?? 0))]),
    ),
  )
}

export const totalCents = (lines: readonly Line[]): number => lines.reduce((sum, { cents }) => sum + cents, 0)

const used = (use: Use): [Priced, number][] => Object.entries(use) as [Priced, number][]
const centsOf = ({ cents, per }: Price, units: number): number => (cents * units) / per
