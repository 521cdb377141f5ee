import * as z from 'zod'
import { shown, told } from './told.ts'

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const
const durationFault = (input: unknown) =>
  told(
    `${shown(input)} is no duration`,
    'nobody remembers the unit of a bare number at night',
    'write 90s, 10m, 24h or 7d',
  )

/** `10m`, `24h`, `7d`, `90s` → seconds. */
export const Duration = z
  .string({ error: ({ input }) => durationFault(input) })
  .regex(/^[1-9]\d*(s|m|h|d)$/, { error: ({ input }) => durationFault(input) })
  .transform((text) => Number(text.slice(0, -1)) * seconds[text.slice(-1) as keyof typeof seconds])
  .meta({ description: 'a duration with its unit: 90s, 10m, 24h, 7d' })

const percentFault = (input: unknown) =>
  told(`${shown(input)} is no share`, '1 may mean 1 % or all of it', 'write 1% or 0.1%')
export const Percent = z
  .string({ error: ({ input }) => percentFault(input) })
  .regex(/^\d+(\.\d+)?%$/, { error: ({ input }) => percentFault(input) })
  .transform((text) => Number(text.slice(0, -1)))
  .meta({ description: 'a share: 1%, 0.1%' })

const latencyFault = (input: unknown) =>
  told(`${shown(input)} is no latency`, 'a bare number may be seconds or milliseconds', 'write 500ms or 1s')
/** → seconds, as CloudWatch counts TargetResponseTime. */
export const Latency = z
  .string({ error: ({ input }) => latencyFault(input) })
  .regex(/^\d+(\.\d+)?(ms|s)$/, { error: ({ input }) => latencyFault(input) })
  .transform((text) => (text.endsWith('ms') ? Number(text.slice(0, -2)) / 1000 : Number(text.slice(0, -1))))
  .meta({ description: 'a latency: 500ms, 1s' })

const nameFault = (input: unknown) =>
  told(
    `${shown(input)} is no name`,
    'names become names of resources, journal lines and links',
    'use letters, digits, dots, dashes and underscores, beginning with a letter or digit; quote numbers',
  )
export const Name = z
  .string({ error: ({ input }) => nameFault(input) })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: ({ input }) => nameFault(input) })

/** One or several of something. */
export const OneOrMore = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one).min(1)]).transform((given) => (Array.isArray(given) ? given : [given]) as z.output<T>[])
