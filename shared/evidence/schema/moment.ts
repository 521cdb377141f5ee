import * as z from 'zod/mini'

/** A moment in UTC, to the millisecond. */
export const At = z.iso.datetime({ precision: 3 })
export type At = z.infer<typeof At>

/** Whole seconds, rounded up. */
export const Seconds = z.int().check(z.minimum(0))
