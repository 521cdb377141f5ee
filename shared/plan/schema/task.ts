import * as z from 'zod'
import { shown, told } from './told.ts'
import { Duration, Name } from './words.ts'

const Threshold = z
  .strictObject({
    path: z.string().meta({ description: 'where in the summary: p95_ms, or a JSON pointer' }),
    max: z.number().optional(),
    min: z.number().optional(),
    unit: z.string().optional(),
  })
  .refine(({ max, min }) => max !== undefined || min !== undefined, {
    error: told('has neither max nor min', 'such a threshold holds for anything', 'name max or min'),
  })

/** ECS asks whoever registers a revision whether it may hand on its roles. */
export const taskRoles = z
  .array(
    z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[^*]+$/, {
      error: ({ input }) =>
        told(
          `${shown(input)} is no role`,
          'only named roles are handed on',
          'write arn:aws:iam::<account>:role/<name>',
        ),
    }),
  )
  .optional()
  .meta({ description: 'task and execution role of the family: what Tidegate may hand on' })

/** A command that runs once, in the image of an artifact. */
export const Task = z
  .strictObject({
    cluster: Name,
    family: Name.meta({ description: 'task definition family whose newest revision is the pattern' }),
    container: Name,
    taskRoles,
    artifact: Name.meta({ description: 'part of deploy whose image is run' }),
    repository: z.string().meta({ description: 'registry address without tag' }),
    command: z
      .array(z.string())
      .min(1)
      .meta({ description: '`${side}` and `${side.address}` are the side that users are to meet' }),
    back: z.array(z.string()).min(1).optional().meta({ description: 'the command that puts it back' }),
    purpose: z.enum(['migration', 'smoke', 'load', 'benchmark']),
    usual: Duration.optional().meta({ description: 'how long it usually runs, for forecasts' }),
    subnets: z.array(z.string()).min(1),
    securityGroups: z.array(z.string()),
    logGroup: z.string(),
    summary: z.strictObject({ bucket: Name, key: z.string() }).optional(),
    thresholds: z.array(Threshold).optional().meta({ description: 'bounds of what the run measured itself' }),
  })
  .refine(({ thresholds = [], summary }) => thresholds.length === 0 || summary !== undefined, {
    path: ['thresholds'],
    error: told(
      'has nothing to be read from',
      'a run that nobody measured would pass',
      'name the bucket and key of its `summary`',
    ),
  })
