import * as z from 'zod'
import { told } from './told.ts'
import { Duration, Latency, Name, OneOrMore, Percent } from './words.ts'

const says = (description: string) => ({ description })
const about = {
  after: says('parts that must be there before this one begins'),
  limit: says('how long it may take to settle; each kind has a default'),
  watch: says('how long each step is watched before the next; 5m when left out'),
} as const
const After = OneOrMore(Name).optional().meta(about.after)
const Limit = Duration.optional().meta(about.limit)
const timed = { after: After, limit: Limit }

const Backup = z.union([
  z.strictObject({ 'dynamodb-backup': Name.meta(says('a table of the environment')) }),
  z.strictObject({ 's3-versioning': Name.meta(says('a bucket of the environment')) }),
])

const Strategy = z.enum(['rolling', 'blue-green', 'canary'])
const Health = z
  .string()
  .startsWith('/', {
    error: ({ input }) =>
      told(`"${input}" is no path`, 'it is asked at every name that is moved', 'begin it with a slash: /health'),
  })
  .optional()
  .meta(says('path that answers 200 when the service is well'))

const Deploy = z.union([
  z.strictObject({
    'ecs-service': z.string().meta(says('`${side.service}`, or a service of the environment that is updated in place')),
    health: Health,
    strategy: Strategy.optional().meta(says('in place, by a move of the cutover: users meet it at once')),
    ...timed,
  }),
  z.strictObject({ 'lambda-version': Name.meta(says('a function of the environment')), ...timed }),
  z.strictObject({ 'site-files': Name.meta(says('a site of the environment')), ...timed }),
])

const Migrate = z.strictObject({
  task: Name.meta(says('a task of the environment')),
  oldCodeRuns: z.enum(['yes', 'no']).meta(says('whether the former version can run on the new schema')),
  comeBack: z.enum(['undo', 'stays', 'asks']).meta(says('undo: its down command; stays: harmless; asks: people first')),
  limit: Limit,
})

const Verify = z.union([
  z.strictObject({ journey: Name.meta(says('a journey of the environment, walked on the new side')) }),
  z.strictObject({ task: Name.meta(says('a task of the environment, run to its end')), limit: Limit }),
])

/** One message, whichever rule is broken first. */
function stepsFault(steps: readonly unknown[]): string | undefined {
  const seen = `[${steps.join(', ')}]`
  if (!steps.every((step) => Number.isInteger(step) && Number(step) >= 1 && Number(step) <= 100))
    return told(`${seen} are no shares`, 'a step is a percentage of users', 'write whole numbers from 1 to 100')
  if (!steps.every((step, at) => at === 0 || Number(step) > Number(steps[at - 1])))
    return told(`${seen} do not rise`, 'a move goes one way, and the way back is the rollback', 'write them ascending')
  if (steps.at(-1) === 100) return undefined
  return told(`${seen} do not end at 100`, 'the move would never end', 'make the last step 100')
}
const Steps = z
  .array(z.number())
  .superRefine((steps, context) => {
    const message = stepsFault(steps)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .optional()
  .meta(says('percent of users on the new version, step by step; [100] when left out'))

const watched = {
  watch: Duration.refine((seconds) => seconds >= 60, {
    error: told(
      'is shorter than one CloudWatch period (60 s)',
      'no alarm could go off in time',
      'watch for 1m or longer',
    ),
  })
    .optional()
    .meta(about.watch),
  limit: Limit,
}
const Move = z.union([
  z.strictObject({ 'lambda-alias': Name.meta(says('a part of deploy: its alias moves')), steps: Steps, ...watched }),
  z.strictObject({
    names: z.string().meta(says('a name of the environment: its weights move')),
    to: z.string().meta(says('`${side.target}`')),
    steps: Steps,
    ...watched,
  }),
  z.strictObject({
    'site-pointer': Name.meta(says('a part of deploy: its site is pointed at the new files')),
    ...watched,
  }),
  z.strictObject({
    'ecs-service': Name.meta(says('a service of the environment, updated in place')),
    strategy: Strategy,
    ...watched,
  }),
])

const Gate = z.strictObject({
  sign: z
    .array(z.union([Name, z.strictObject({ role: Name, count: z.int().min(1) })]))
    .min(1, {
      error: told(
        'names nobody',
        'a gate that nobody signs is no gate',
        'name at least one role, or leave the gate out',
      ),
    })
    .meta(says('roles that sign, once each or {role, count}')),
  limit: Duration.optional().meta(says('how long it stays open; go 7d, cutover 1h when left out')),
  requesterMaySign: z
    .boolean()
    .optional()
    .meta(says('whether who asked for the release may sign it; no when left out')),
  severalRoles: z
    .boolean()
    .optional()
    .meta(says('whether one signature counts for every role that its person holds; no when left out')),
  breakGlass: z
    .array(Name)
    .min(1, { error: told('names nobody', 'nobody could break the glass', 'name at least one role, or leave it out') })
    .optional()
    .meta(says('roles that may open it in an emergency: two people, or one whose act is reviewed; never silent')),
})

const watchOf = <T extends z.ZodType>(bound: T) =>
  z.strictObject({
    tripwire: bound.meta(says('above it the release goes back at once')),
    goal: bound.optional().meta(says('above it over the whole bake, people are asked')),
  })

const Deed = z.strictObject({
  person: Name.meta(says('a person of the environment')),
  after: Duration.meta(says('how long after being asked')),
  say: z.enum(['sign', 'reject']).optional(),
  reason: z.string().optional(),
})
const HoldDeed = z.strictObject({
  person: Name.meta(says('a person of the environment')),
  after: Duration.meta(says('how long after being asked')),
  answer: z.enum(['go-on', 'step-back', 'roll-back']),
  reason: z.string(),
})

/** What an author writes: top to bottom, as the night goes. */
export const AuthorPlan = z.strictObject({
  system: Name.meta(says('what is released')),
  profile: z.enum(['regular']).optional().meta(says('how strictly')),
  sides: z
    .record(
      Name,
      z.strictObject({
        service: Name.optional().meta(says('the service that answers on this side')),
        target: Name.meta(says('a target of the environment: where names are pointed')),
      }),
    )
    .meta(says('complete ways to answer users; `page` is the maintenance page')),
  backup: z.array(Backup).optional().meta(says('copies that are made before anything changes')),
  migrate: z.record(Name, Migrate).optional().meta(says('schema and data, in this order')),
  deploy: z
    .record(Name, Deploy)
    .meta(says('only what nobody can notice; the names of the parts are those of the manifest')),
  verify: z.array(Verify).optional().meta(says('what is tried on the new side before a user is there')),
  cutover: z
    .array(Move)
    .min(1, { error: told('has no move', 'such a release never reaches its users', 'name at least one move') })
    .meta(says('users notice: the moves, top to bottom')),
  watch: z
    .strictObject({
      'error-rate': watchOf(Percent).optional(),
      'latency-p95': watchOf(Latency).optional(),
      neighbours: z.array(Name).optional().meta(says('alarms of what we use and do not release: they hold')),
    })
    .optional()
    .meta(says('what is looked at while users move and while it bakes')),
  bake: Duration.refine((seconds) => seconds >= 60, {
    error: told(
      'is shorter than one CloudWatch period (60 s)',
      'no alarm could go off in time',
      'bake for 1m or longer; 24h sees a whole day',
    ),
  }).meta(says('how long it is watched after the last move')),
  back: z
    .strictObject({
      fast: Duration.meta(says('users back, without questions')),
      full: Duration.meta(says('everything back, data too, after people')),
      data: z.literal('asks').meta(says('data is never restored without asking')),
    })
    .meta(says('what is promised for the way back')),
  hold: z
    .strictObject({
      limit: Duration.meta(says('how long people have to answer')),
      default: z.enum(['go-on', 'step-back', 'roll-back']).meta(says('what happens when nobody does')),
    })
    .optional()
    .meta(says('stopped at a safe point; 2h, then roll-back when left out')),
  gates: z
    .strictObject({
      go: Gate.optional().meta(says('before the lock')),
      cutover: Gate.optional().meta(says('before users move')),
    })
    .meta(says('where people sign')),
  rehearsal: z
    .strictObject({
      requester: Name.optional().meta(says('who asks for the release, unless `--requester` says another')),
      people: z
        .record(Name, z.array(Deed))
        .optional()
        .meta(says('per gate: who does what, how long after being asked')),
      holds: z.record(z.string(), HoldDeed).optional().meta(says('per point, or `*`: how a hold is answered')),
    })
    .optional()
    .meta(says('how people behave in a rehearsal; not part of what is signed')),
})
export type AuthorPlan = z.output<typeof AuthorPlan>
