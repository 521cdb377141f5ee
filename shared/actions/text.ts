import * as z from 'zod/mini'

/** A name, an id or an ARN: anything but nothing. */
export const Text = z.string().check(z.minLength(1))
