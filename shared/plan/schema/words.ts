import * as z from 'zod'

/** `10m`, `24h`, `7d`, `90s` → seconds; a number is refused, because nobody remembers its unit at night. */
export const Duration = z
  .string({ error: 'a duration has a unit: 90s, 10m, 24h or 7d' })
  .regex(/^\d+(s|m|h|d)$/, { error: ({ input }) => `"${input}" is no duration; write 90s, 10m, 24h or 7d` })
  .transform((text) => Number(text.slice(0, -1)) * { s: 1, m: 60, h: 3600, d: 86_400 }[text.slice(-1) as 's']!)
  .meta({ description: 'A duration with its unit: 90s, 10m, 24h, 7d' })

export const Percent = z
  .string({ error: 'a share is written with its sign: 1%' })
  .regex(/^\d+(\.\d+)?%$/, { error: ({ input }) => `"${input}" is no share; write 1% or 0.1%` })
  .transform((text) => Number(text.slice(0, -1)))
  .meta({ description: 'A share: 1%, 0.1%' })

export const Latency = z
  .string({ error: 'a latency has a unit: 500ms or 1s' })
  .regex(/^\d+(\.\d+)?(ms|s)$/, { error: ({ input }) => `"${input}" is no latency; write 500ms or 1s` })
  .transform((text) => (text.endsWith('ms') ? Number(text.slice(0, -2)) / 1000 : Number(text.slice(0, -1))))
  .meta({ description: 'A latency: 500ms, 1s' })

export const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: ({ input }) => `"${input}" is no name: letters, digits, dot, dash` })

/** One or several of something. */
export const OneOrMore = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one).min(1)]).transform((given) => (Array.isArray(given) ? given : [given]) as z.output<T>[])
