import * as z from 'zod'
import { shown, told } from './told.ts'
import { Name } from './words.ts'

const versionFault = (input: unknown) =>
  told(`${shown(input)} is no version`, 'YAML reads 2.10 as the number 2.1', 'quote it: "2.4.0"')

/** artifact → digest, published by CI. What is not in it did not change. */
export const Manifest = z.strictObject({
  version: z
    .string({ error: ({ input }) => versionFault(input) })
    .regex(/^[0-9A-Za-z][0-9A-Za-z.+-]{0,62}$/, { error: ({ input }) => versionFault(input) })
    .meta({ description: 'what is released, as its file is named' }),
  committed: z.optional(
    z.iso
      .datetime({
        offset: true,
        error: ({ input }) =>
          told(`${shown(input)} is no moment`, 'lead time is counted from it', 'write it as 2026-11-20T09:30:00Z'),
      })
      .meta({ description: 'when the first commit that is new in it was made; lead time counts from there' }),
  ),
  artifacts: z
    .record(
      Name,
      z.string().regex(/^sha256:[0-9a-f]{64}$/, {
        error: ({ input }) =>
          told(`${shown(input)} is no digest`, 'tags move, a digest does not', 'write sha256: and 64 hex digits'),
      }),
    )
    .meta({ description: 'part of deploy → digest; what is not listed did not change' }),
})
export type Manifest = z.output<typeof Manifest>
