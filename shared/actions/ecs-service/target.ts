import * as z from 'zod/mini'
import { Text } from '../text.ts'

export const Target = z.strictObject({
  cluster: Text,
  service: Text,
  container: Text,
  /** Registry address without tag. */
  repository: Text,
  digest: z.string().check(z.regex(/^sha256:[0-9a-f]{6,64}$/, 'an image is named by its digest: tags move')),
  /** Whose newest revision the new one is made from. */
  family: Text,
  desiredCount: z.int().check(z.minimum(0)),
  /** Its task and execution role, which Tidegate hands on when it registers a revision. */
  taskRoles: z.optional(z.array(Text)),
  /** So few are enough to be steady, when auto scaling moves the count meanwhile. */
  minCount: z.optional(z.int().check(z.minimum(0))),
  strategy: z.optional(z.enum(['idle', 'rolling', 'blue-green', 'canary'])),
  /** Deployment alarms of the native strategies. */
  alarms: z.optional(z.array(Text)),
  /** Whether users are on it, or its workers take their messages. */
  exposes: z.boolean(),
})
export type Target = z.infer<typeof Target>

/** ECS's deployment configuration as it tells it; null when the plan leaves the strategy alone. */
const Rollout = z.nullable(z.record(z.string(), z.json()))
export type Rollout = z.infer<typeof Rollout>

export const Image = z.strictObject({
  /** ARN of the revision; null for the one that this release is to register. */
  taskDefinition: z.nullable(Text),
  /** The container's image, by digest. */
  image: z.string(),
  count: z.int(),
  rollout: Rollout,
})
export type Image = z.infer<typeof Image>

export const Mark = z.strictObject({
  taskDefinition: Text,
  service: Text,
  /** The service deployment that was told to roll back. */
  stopped: z.nullable(Text),
  /** When ECS was told, ms. */
  at: z.int(),
})
export type Mark = z.infer<typeof Mark>
