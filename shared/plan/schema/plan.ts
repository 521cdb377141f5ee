import * as z from 'zod'
import { Duration, Latency, Name, OneOrMore, Percent } from './words.ts'

const After = OneOrMore(Name).optional()

const Backup = z.union([z.strictObject({ 'dynamodb-backup': Name }), z.strictObject({ 's3-versioning': Name })])

const Deploy = z.union([
  z.strictObject({
    'ecs-service': z.string(),
    health: z.string().startsWith('/', { error: 'a health path begins with a slash' }).optional(),
    /** In place, for plans that have no second side: users meet it at once. */
    strategy: z.enum(['rolling', 'blue-green', 'canary']).optional(),
    after: After,
    limit: Duration.optional(),
  }),
  z.strictObject({ 'lambda-version': Name, after: After, limit: Duration.optional() }),
  z.strictObject({ 'site-files': Name, after: After, limit: Duration.optional() }),
])

const Migrate = z.strictObject({
  task: Name,
  oldCodeRuns: z.enum(['yes', 'no']),
  comeBack: z.enum(['undo', 'stays', 'asks']),
  limit: Duration.optional(),
})

const Verify = z.union([z.strictObject({ journey: Name }), z.strictObject({ task: Name, limit: Duration.optional() })])

const Steps = z
  .array(z.int().min(1).max(100))
  .min(1)
  .refine((steps) => steps.every((step, at) => at === 0 || step > steps[at - 1]!), {
    error: 'steps rise: a move goes one way, and the way back is the rollback',
  })
  .refine((steps) => steps.at(-1) === 100, { error: 'the last step is 100: otherwise the move never ends' })

const watched = { watch: Duration.optional(), limit: Duration.optional() }
const Move = z.union([
  z.strictObject({ 'lambda-alias': Name, steps: Steps.optional(), ...watched }),
  z.strictObject({ names: z.string(), to: z.string(), steps: Steps.optional(), ...watched }),
  z.strictObject({ 'site-pointer': Name, ...watched }),
  z.strictObject({ 'ecs-service': Name, strategy: z.enum(['rolling', 'blue-green', 'canary']), ...watched }),
])

const Gate = z.strictObject({
  sign: z.array(z.union([Name, z.strictObject({ role: Name, count: z.int().min(1) })])).min(1, {
    error: 'a gate that nobody signs is no gate: name at least one role, or leave the gate out',
  }),
  limit: Duration.optional(),
  requesterMaySign: z.boolean().optional(),
})

const Deed = z.strictObject({
  person: Name,
  after: Duration,
  say: z.enum(['sign', 'reject']).optional(),
  reason: z.string().optional(),
})
const HoldDeed = z.strictObject({
  person: Name,
  after: Duration,
  answer: z.enum(['go-on', 'step-back', 'roll-back']),
  reason: z.string(),
})

/** What an author writes: top to bottom, as the night goes. */
export const AuthorPlan = z.strictObject({
  system: Name.meta({ description: 'What is released.' }),
  profile: z.enum(['regular']).optional(),
  sides: z
    .record(Name, z.strictObject({ service: Name.optional(), target: Name }))
    .meta({ description: 'Complete ways to answer users. `page` is the maintenance page.' }),
  backup: z.array(Backup).optional(),
  migrate: z.record(Name, Migrate).optional(),
  deploy: z
    .record(Name, Deploy)
    .meta({ description: 'Only what nobody can notice. Names are artifacts of the manifest.' }),
  verify: z.array(Verify).optional(),
  cutover: z.array(Move).min(1, { error: 'a release without a move never reaches its users' }),
  watch: z
    .strictObject({
      'error-rate': z.strictObject({ tripwire: Percent, goal: Percent.optional() }).optional(),
      'latency-p95': z.strictObject({ tripwire: Latency, goal: Latency.optional() }).optional(),
      neighbours: z
        .array(Name)
        .optional()
        .meta({ description: 'Alarms of what we use and do not release: they hold.' }),
    })
    .optional(),
  bake: Duration.refine((seconds) => seconds >= 60, {
    error: 'a bake shorter than one CloudWatch period (60 s) sees nothing: no alarm could go off in time',
  }),
  back: z.strictObject({ fast: Duration, full: Duration, data: z.literal('asks') }),
  hold: z.strictObject({ limit: Duration, default: z.enum(['go-on', 'step-back', 'roll-back']) }).optional(),
  gates: z.strictObject({ go: Gate.optional(), cutover: Gate.optional() }),
  rehearsal: z
    .strictObject({
      people: z.record(Name, z.array(Deed)).optional(),
      holds: z.record(z.string(), HoldDeed).optional(),
    })
    .optional()
    .meta({ description: 'How people behave in a rehearsal. Not part of what is signed.' }),
})
export type AuthorPlan = z.output<typeof AuthorPlan>
