import { loadAction } from '../shared/actions/index.ts'
import { ledger as open } from '../shared/ledger/index.ts'
import type { Everything } from '../shared/ledger/ledger.ts'
import { applyRequest, storeOf } from '../shared/ledger/memory-store.ts'
import type { Outcome } from '../shared/ledger/records.ts'
import type { Item, Json } from '../shared/ledger/store.ts'
import { peopleKey } from '../shared/people/published.ts'
import { publishedKey } from '../shared/phases/admit.ts'
import { type Bench, type BenchOptions, type LogLine, setUp } from './bench.ts'
import type { ExecutionDescription, HistoryEvent } from './engine/index.ts'
import { armFault, type FaultSpec } from './faults/index.ts'
import type { Armed } from './faults/port.ts'
import { type CallOutcome, type InvocationNote, noHooks, type WorldCall } from './hooks.ts'
import { letPeopleAnswer, type PeopleScript } from './people.ts'
import { deployRoles } from './roles.ts'
import { rehearsedWorld } from './world.ts'

/** What is rehearsed: a published plan, the account it meets, and the people at its gates. */
export interface Scene {
  readonly system: string
  readonly environment: string
  readonly version: string
  /** The published document, as `tidegate publish` puts it into the bucket. */
  readonly published: string
  /** account.yaml, parsed. */
  readonly accountState: unknown
  /** people.yaml as it is published, canonical JSON. */
  readonly directory: string
  readonly people: PeopleScript
  /** Who asks for the release, unless a run says another. */
  readonly requester?: string
  /** For seeds to choose moments from: moves with their steps, and how long it bakes. */
  readonly moves: readonly { readonly move: string; readonly steps: readonly number[] }[]
  readonly bakeSeconds: number
}

export interface RehearsalOptions {
  readonly seed: number
  readonly faults?: readonly FaultSpec[]
  readonly requester?: string
  readonly waivers?: readonly string[]
  readonly startAt?: number
  /** Called before the run starts, with everything armed: further hooks, for tests and progress. */
  readonly prepare?: (bench: Armed) => void
  readonly handlers?: BenchOptions['handlers']
  readonly home?: BenchOptions['home']
  /** A run that is not over after so long has lost its way. */
  readonly longestMs?: number
}

/** Everything that is known of a rehearsal when it is over. */
export interface Run {
  readonly scene: Scene
  readonly seed: number
  readonly faults: readonly FaultSpec[]
  readonly release: string
  /** Undefined when the run ended without one: that is a broken property. */
  readonly outcome: Outcome | undefined
  readonly because: string
  readonly startedAt: number
  readonly endedAt: number
  readonly everything: Everything | undefined
  readonly table: readonly Item[]
  readonly executions: readonly { description: ExecutionDescription; history: readonly HistoryEvent[] }[]
  readonly calls: readonly (WorldCall & { readonly ok: boolean; readonly output?: unknown })[]
  readonly invocations: readonly InvocationNote[]
  readonly logs: readonly LogLine[]
  /** What is really there at the end, by resource. */
  readonly observed: ReadonlyMap<string, Json>
  readonly bench: Bench
}

/** Saturday night, virtual. */
export const defaultStart = Date.UTC(2026, 10, 21, 22, 0, 0)
/** After the outcome the world is watched a little longer: nothing may change any more. */
const afterglowMs = 15 * 60_000
const longestMs = 30 * 86_400_000

export async function rehearse(scene: Scene, options: RehearsalOptions): Promise<Run> {
  const { seed, faults = [], startAt = defaultStart, requester = scene.requester } = options
  const release = `${scene.system}-${scene.version.replaceAll(/[^0-9A-Za-z_-]/g, '-')}-1`
  const hooks = noHooks()
  const bench = setUp({
    accountState: scene.accountState,
    seed,
    startAt,
    hooks,
    handlers: options.handlers,
    home: options.home,
  })
  const recorded = record(bench)
  const request = () => ({
    system: scene.system,
    version: scene.version,
    environment: scene.environment,
    ...(armed.requester !== undefined && { requester: armed.requester }),
    ...(options.waivers !== undefined && { waivers: options.waivers }),
  })
  bench.account.s3.seed(
    bench.home.bucket,
    publishedKey(scene.system, scene.environment, scene.version),
    scene.published,
  )
  bench.account.s3.seed(bench.home.bucket, peopleKey, scene.directory)
  await deployRoles(bench, [scene.published])
  const start = (name: string) => bench.engine.startExecution({ machine: 'tidegate-release', name, input: request() })
  const armed: Armed = Object.assign(bench, { release, startAgain: start, people: scene.people, requester }) as never
  for (const fault of faults) armFault(fault, armed)
  options.prepare?.(armed)
  letPeopleAnswer(bench, armed.people)
  start(release)
  try {
    await bench.scheduler.run(() => isOver(bench, release, startAt, options.longestMs))
    return await conclude(scene, options, bench, release, recorded)
  } finally {
    bench.end()
  }
}

function isOver(bench: Bench, release: string, startAt: number, longest = longestMs): boolean {
  const now = bench.scheduler.now()
  if (now - startAt > longest) return true
  if (bench.functions.busy) return false
  const item = bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' })
  const endedAt = item?.['endedAt']
  if (item === undefined) return now - startAt > 3_600_000 && allClosed(bench)
  return typeof endedAt === 'number' && now > endedAt + afterglowMs && allClosed(bench)
}

const allClosed = (bench: Bench): boolean =>
  ['release', 'change', 'rollback', 'close'].every(
    (name) => bench.engine.listExecutions({ machine: `tidegate-${name}`, status: 'RUNNING' }).length === 0,
  )

function record(bench: Bench) {
  const calls: (WorldCall & { ok: boolean; output?: unknown })[] = []
  const invocations: InvocationNote[] = []
  bench.hooks.afterCall.push((call: WorldCall, outcome: CallOutcome) => {
    calls.push({ ...call, ok: outcome.ok, ...(outcome.ok && { output: outcome.output }) })
    return undefined
  })
  bench.hooks.onInvocation.push((note) => invocations.push(note))
  return { calls, invocations }
}

async function conclude(
  scene: Scene,
  options: RehearsalOptions,
  bench: Bench,
  release: string,
  recorded: ReturnType<typeof record>,
): Promise<Run> {
  const ledger = open(storeOf(async (request) => applyRequest(bench.table, request)))
  const known = await ledger.release(release)
  const everything = known === undefined ? undefined : await ledger.everything(release)
  const machines = ['release', 'change', 'rollback', 'close']
  const executions = machines
    .flatMap((name) => bench.engine.listExecutions({ machine: `tidegate-${name}` }))
    .map((description) => ({ description, history: bench.engine.getExecutionHistory(description.executionArn) }))
  const own = executions.find(({ description }) => description.name === release)?.description
  return {
    scene,
    seed: options.seed,
    faults: options.faults ?? [],
    release,
    outcome: known?.outcome ?? (known === undefined && own?.error === 'refused' ? 'refused' : undefined),
    because: known?.endingBecause ?? own?.cause ?? '',
    startedAt: options.startAt ?? defaultStart,
    endedAt: known?.endedAt ?? bench.scheduler.now(),
    everything,
    table: bench.table.dump(),
    executions,
    ...recorded,
    logs: bench.logs,
    observed: everything === undefined ? new Map() : await observe(bench, everything),
    bench,
  }
}

/** Reads what is really there, as the kinds themselves would, outside of any hook. */
async function observe(bench: Bench, everything: Everything): Promise<Map<string, Json>> {
  const stage = { ...bench, hooks: noHooks() }
  const running = {
    n: 0,
    name: 'report' as const,
    arn: '',
    endsAt: Number.MAX_SAFE_INTEGER,
    idle: false,
    alive: true,
    die() {},
  }
  const world = rehearsedWorld(stage, running)
  const seen = new Map<string, Json>()
  let over = false
  const reading = (async () => {
    for (const line of everything.lines) {
      if (seen.has(line.resource)) continue
      const kind = await loadAction(world, line.kind)
      try {
        seen.set(line.resource, await kind.capture(kind.target.parse(line.target), world))
      } catch (error) {
        seen.set(line.resource, { unreadable: error instanceof Error ? error.message : String(error) })
      }
    }
  })().finally(() => {
    over = true
  })
  await bench.scheduler.run(() => over)
  await reading
  return seen
}
