import * as z from 'zod/mini'
import { address, Member } from '../route53/group.ts'
import { Text } from '../text.ts'

const Side = z
  .strictObject({
    setId: Text,
    value: z.optional(Text),
    alias: z.optional(z.strictObject({ zone: Text, dnsName: Text })),
    healthCheck: z.optional(Text),
  })
  .check(
    z.refine(({ value, alias }) => (value === undefined) !== (alias === undefined), 'a side is one value or one alias'),
  )
export type Side = z.infer<typeof Side>

export const Target = z
  .strictObject({
    ...address,
    members: z.record(z.string(), Side),
    /** Where users are, and where they are to go: names of members. */
    from: Text,
    to: Text,
    ttl: z.int().check(z.minimum(1)),
    /** Absent: the zone's own delegation set. */
    authoritative: z.optional(z.array(Text)),
    resolvers: z.array(Text),
  })
  .check(
    z.refine(
      ({ members, from, to }) => from !== to && from in members && to in members,
      '`from` and `to` name two members',
    ),
    z.refine(
      ({ members }) => new Set(Object.values(members).map(({ setId }) => setId)).size === Object.keys(members).length,
      'two members have the same set id',
    ),
  )
export type Target = z.infer<typeof Target>

/** The whole group: a share is a weight's part of the sum of all. */
export const Image = z.strictObject({ records: z.array(Member) })
export type Image = z.infer<typeof Image>

export const Mark = z.strictObject({ changeId: z.nullable(Text) })
export type Mark = z.infer<typeof Mark>
