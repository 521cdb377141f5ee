import * as z from 'zod/mini'
import { Text } from '../text.ts'

export const Target = z
  .strictObject({
    distribution: Text,
    /** ARN of the KeyValueStore that the distribution's function reads; or, instead, the origin whose path is moved. */
    store: z.optional(Text),
    originId: z.optional(Text),
    key: z.optional(Text),
    prefix: Text,
    /** Fetched to see what users get. */
    url: z.string().check(z.regex(/^https?:\/\//, 'what users fetch is an http(s) address')),
    /** Where the index can be read to compare with, when no header names the prefix. */
    bucket: z.optional(Text),
    index: z.optional(Text),
  })
  .check(
    z.refine(
      ({ store, originId, key }) =>
        (store === undefined) !== (originId === undefined) && (store === undefined || key !== undefined),
      'a site is pointed by a key of a KeyValueStore (store and key) or by an origin (originId): name one of them',
    ),
  )
export type Target = z.infer<typeof Target>

/** The pointer exactly as stored. */
export const Image = z.strictObject({ pointer: z.string() })
export type Image = z.infer<typeof Image>

export const Mark = z.strictObject({ invalidation: z.nullable(Text) })
export type Mark = z.infer<typeof Mark>

/** CloudFront's calls go to one region. */
export const globally = { region: 'us-east-1' }
