import { memoryTable } from '../shared/ledger/memory-table.ts'
import type { Recheck } from '../shared/waits/message.ts'
import type { FunctionName, Home } from '../shared/world.ts'
import { type Account, createAccount } from './account/account.ts'
import type { Idle } from './clock.ts'
import type { Engine, TaskAnswer, TaskCall } from './engine/index.ts'
import { lendEngine } from './engine-room.ts'
import { Functions } from './functions.ts'
import { handlers as realHandlers } from './handlers.ts'
import { type Hooks, noHooks } from './hooks.ts'
import { Scheduler } from './scheduler.ts'
import { stepFunctions } from './step-functions.ts'
import type { Stage } from './world.ts'

/** Everything of one rehearsal: account, engine, functions, ledger, clock; wired as serverless.yml wires them. */
export interface Bench extends Stage {
  readonly engine: Engine
  readonly functions: Functions
  readonly account: Account
  readonly logs: LogLine[]
  end(): void
}

export interface LogLine {
  readonly at: number
  readonly by: string
  readonly level: string
  readonly message: string
  readonly facts: Record<string, unknown>
}

export interface BenchOptions {
  readonly accountState: unknown
  readonly seed: number
  readonly startAt: number
  readonly hooks?: Hooks
  /** What a stage need not have, and this one has: pages, chat. */
  readonly home?: Partial<Home>
  /** Instead of the real ones, for runs that are built to break a property. */
  readonly handlers?: Partial<typeof realHandlers>
}

/** The watchdog's sweep: each minute, as the schedule of serverless.yml. */
const sweepMs = 60_000
/**
 * A minute after a happening caches follow, after four one-minute metrics have landed (up to three minutes late), after
 * eight those of five minutes. Between these nothing new is to be seen, so looks are skipped: a rehearsal may notice a
 * metric some minutes later than the night would, and never earlier.
 */
const settles = [60_000, 240_000, 480_000, 960_000] as const

export function setUp({ accountState, seed, startAt, hooks = noHooks(), home: more, handlers }: BenchOptions): Bench {
  const scheduler = new Scheduler(startAt)
  const account = createAccount({ state: accountState, clock: scheduler, seed, hooks })
  const home = { ...homeOf(account), ...more }
  const logs: LogLine[] = []
  const stage: Stage = {
    scheduler,
    hooks,
    account,
    table: memoryTable(),
    home,
    calls: 0,
    log: (line) => logs.push(line),
  }
  const functions = new Functions(stage, { ...realHandlers, ...handlers })
  const { engine, giveBack } = lendEngine(
    {
      clock: scheduler,
      random: () => account.random('engine'),
      task: (call) => runTask(functions, call),
      onStatusChange: (execution) => {
        account.emit({
          source: 'aws.states',
          'detail-type': 'Step Functions Execution Status Change',
          resources: [execution.executionArn],
          detail: {
            executionArn: execution.executionArn,
            stateMachineArn: execution.stateMachineArn,
            name: execution.name,
            status: execution.status,
          },
        })
      },
      onEvent: (arn, event) => {
        for (const hook of hooks.onHistory) hook(arn, event)
      },
    },
    home.region,
    home.account,
  )
  account.add(stepFunctions(() => engine))
  account.add({
    client: 'Lambda',
    operations: {
      Invoke: ({ FunctionName, Payload }: { FunctionName: string; Payload: Uint8Array }) => {
        functions.invokeAsync(functionOf(FunctionName), JSON.parse(new TextDecoder().decode(Payload)))
        return { StatusCode: 202 }
      },
    },
  })
  wire(account, functions, scheduler)
  return Object.assign(stage, { engine, functions, logs, end: giveBack }) as Bench
}

function homeOf(account: Account): Home {
  const { region, id } = account
  const machine = (name: string) => `arn:aws:states:${region}:${id}:stateMachine:tidegate-${name}`
  return {
    region,
    account: id,
    table: 'tidegate-ledger',
    bucket: 'tidegate-plans-and-evidence',
    queueUrl: `https://sqs.${region}.amazonaws.com/${id}/tidegate-rechecks`,
    approvalsTopic: `arn:aws:sns:${region}:${id}:tidegate-approvals`,
    noticesTopic: `arn:aws:sns:${region}:${id}:tidegate-notices`,
    pages: 'https://tidegate.example',
    linkKeys: [`arn:aws:kms:${region}:${id}:key/0a1b2c3d-0000-4000-8000-0000feedf00d`],
    machines: {
      release: machine('release'),
      change: machine('change'),
      rollback: machine('rollback'),
      close: machine('close'),
    },
  }
}

/** Rules, queue and schedule, as in serverless.yml. */
function wire(account: Account, functions: Functions, scheduler: Scheduler): void {
  account.events.rule({
    name: 'resume',
    pattern: { source: ['aws.ecs', 'aws.cloudwatch'] },
    target: (event: object) => functions.invokeAsync('resume', event),
  })
  account.events.rule({
    name: 'watchdog',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    target: (event: object) => functions.invokeAsync('watchdog', event),
  })
  account.sqs.consume(
    (messages: object, done: (failed: boolean) => void) => {
      functions.invoke('resume', { Records: messages }, (how) => {
        const failures =
          'output' in how ? (how.output as { batchItemFailures?: unknown[] } | null)?.batchItemFailures : [how]
        done((failures?.length ?? 0) > 0)
      })
    },
    { idle: idleOf },
  )
  const sweep = () => {
    functions.invoke('watchdog', { do: 'sweep' }, () => {})
    scheduler.after(sweepMs, sweep, { key: 'sweep', repeats: sweepMs })
  }
  scheduler.after(sweepMs, sweep, { key: 'sweep', repeats: sweepMs })
}

/** `arn:aws:lambda:…:function:tidegate-<name>:<version>` → name. */
const functionOf = (arn: string): FunctionName => arn.split(':')[6]!.replace(/^tidegate-/, '') as FunctionName

function runTask(functions: Functions, call: TaskCall): Promise<TaskAnswer> {
  const { FunctionName, Payload } = call.arguments as { FunctionName: string; Payload: unknown }
  return new Promise((resolve) => {
    functions.invoke(functionOf(FunctionName), Payload, (how) => {
      if ('error' in how) resolve(how)
      else resolve({ output: { ExecutedVersion: '1', Payload: how.output, StatusCode: 200 } })
    })
  })
}

/** A re-check that carries its tick only repeats a look; a nudge is news. */
function idleOf(body: string, delayMs: number): Idle | undefined {
  const { release, wait, tick } = JSON.parse(body) as Recheck
  if (tick === undefined || delayMs < 1000) return undefined
  return { key: `recheck:${release}/${wait}`, repeats: delayMs, settles }
}
