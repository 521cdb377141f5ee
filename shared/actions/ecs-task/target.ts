import * as z from 'zod/mini'
import { Text } from '../text.ts'

const Threshold = z
  .strictObject({
    /** Dotted, or a JSON pointer when it begins with a slash. */
    path: Text,
    max: z.optional(z.number()),
    min: z.optional(z.number()),
    unit: z.optional(z.string()),
  })
  .check(
    z.refine(
      ({ max, min }) => max !== undefined || min !== undefined,
      'a threshold without max and min holds for anything',
    ),
  )
export type Threshold = z.infer<typeof Threshold>

export const Target = z
  .strictObject({
    cluster: Text,
    family: Text,
    container: Text,
    /** Its task and execution role, which Tidegate hands on when it registers a revision and runs it. */
    taskRoles: z.optional(z.array(Text)),
    repository: Text,
    digest: z.string().check(z.regex(/^sha256:[0-9a-f]{6,64}$/, 'an image is named by its digest: tags move')),
    command: z.array(z.string()).check(z.minLength(1)),
    /** Puts back what the command did; run again it changes nothing more. */
    back: z.optional(z.array(z.string()).check(z.minLength(1))),
    comeBack: z.optional(z.enum(['undo', 'stays', 'asks'])),
    subnets: z.array(Text).check(z.minLength(1)),
    securityGroups: z.array(Text),
    /** Bounds of what the run itself measured, read from its JSON summary. */
    thresholds: z.optional(z.array(Threshold)),
    summary: z.optional(z.strictObject({ bucket: Text, key: Text })),
    logGroup: Text,
    purpose: z.enum(['migration', 'smoke', 'load', 'benchmark']),
  })
  .check(
    z.refine(
      ({ thresholds = [], summary }) => thresholds.length === 0 || summary !== undefined,
      'thresholds are read from a summary: name its bucket and key',
    ),
    z.refine(
      ({ comeBack, back }) => comeBack !== 'undo' || back !== undefined,
      'a task is undone by its come-back command: name it as `back`, or say that the change stays or asks',
    ),
  )
export type Target = z.infer<typeof Target>

/** Tasks leave nothing that ECS could show: what counts is which of the commands ran last. */
export const Image = z.strictObject({ ran: z.enum(['none', 'up']) })
export type Image = z.infer<typeof Image>

export const Mark = z.strictObject({ task: z.nullable(Text), taskDefinition: z.nullable(Text), at: z.int() })
export type Mark = z.infer<typeof Mark>
