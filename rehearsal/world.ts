import type { MetadataBearer } from '@smithy/types'
import { preloadClients } from '../shared/clients/preload.ts'
import { applyRequest, operationOf, type StoreRequest, storeOf } from '../shared/ledger/memory-store.ts'
import type { MemoryTable } from '../shared/ledger/memory-table.ts'
import { callSeconds } from '../shared/limits.ts'
import { callAws } from '../shared/retries.ts'
import type { ClientClass, FunctionName, Home, World } from '../shared/world.ts'
import type { Account } from './account/account.ts'
import { clientWithin } from './clients.ts'
import type { CallFate, Hooks } from './hooks.ts'
import { isRoutine, marksOf } from './routine.ts'
import type { Scheduler } from './scheduler.ts'

// Virtual time never waits for a disk.
await preloadClients()

/** What every World of one run shares. */
export interface Stage {
  readonly scheduler: Scheduler
  readonly hooks: Hooks
  readonly account: Account
  readonly table: MemoryTable
  readonly home: Home
  /** Counts the World calls of the run. */
  calls: number
  log(line: { at: number; by: string; level: string; message: string; facts: Record<string, unknown> }): void
}

/** One running function. Once it is over, its World never answers again. */
export interface Running {
  readonly n: number
  readonly name: FunctionName | 'operator'
  readonly arn: string
  readonly endsAt: number
  /** Caused by a look that repeats: what it does is no happening unless it changes something. */
  readonly idle: boolean
  alive: boolean
  /** Ends it here: as a crash at once, or as a time-out when its time is up. */
  die(how: 'crash' | 'timeout'): void
}

const never = new Promise<never>(() => {})

/** The World of one function in a rehearsal: every call completes in virtual time, and may be its last. */
export function rehearsedWorld(stage: Stage, running: Running): World {
  const { scheduler, hooks, account } = stage
  const caused = running.idle ? { key: 'work' } : undefined

  function call<T>(what: string, input: unknown, latency: readonly [number, number], effect: () => T): Promise<T> {
    if (!running.alive) return never
    stage.calls += 1
    const n = stage.calls
    const [from, to] = latency
    const ms = Math.round(from + (to - from) * account.random('latency'))
    return new Promise<T>((resolve, reject) => {
      const complete = () => {
        if (!running.alive) return
        const facts = { n, at: scheduler.now(), by: running.name, invocation: running.n, what, input }
        const first = decide(hooks.beforeCall, (hook) => hook(facts))
        if (first !== undefined && 'die' in first) return running.die(first.die)
        if (first !== undefined && 'fail' in first) return reject(first.fail)
        if (first !== undefined && 'delayMs' in first) {
          scheduler.after(first.delayMs, () => running.alive && finish(facts), caused)
          return
        }
        finish(facts, first)
      }
      const finish = (facts: Parameters<Hooks['beforeCall'][number]>[0], first?: CallFate) => {
        let outcome: { ok: true; output: T } | { ok: false; error: unknown }
        try {
          outcome = { ok: true, output: effect() }
        } catch (error) {
          outcome = { ok: false, error }
        }
        const fate = decide(hooks.afterCall, (hook) => hook(facts, outcome)) ?? first
        if (fate !== undefined && 'die' in fate) return running.die(fate.die)
        if (fate !== undefined && 'loseAnswer' in fate) return reject(lost(what))
        if (fate !== undefined && 'fail' in fate) return reject(fate.fail)
        if (outcome.ok) resolve(outcome.output)
        else reject(outcome.error)
      }
      scheduler.after(ms, complete, caused)
    })
  }

  const world: World = {
    self: { name: running.name, arn: running.arn, remainingMs: () => Math.max(0, running.endsAt - scheduler.now()) },
    home: stage.home,
    now: () => scheduler.now(),
    random: () => account.random('world'),
    uuid: () => account.uuid(),
    sleep: (ms) => call('sleep', { ms }, [ms, ms], () => undefined),
    send<CI extends object, CO extends MetadataBearer, I extends CI, O extends CO>(
      clientClass: ClientClass<CI, CO>,
      command: { readonly input: I },
      options?: { region?: string },
    ): Promise<O> {
      const { what, operation, latency, service } = account.operation(clientClass, command)
      const region = options?.region ?? stage.home.region
      const once = () =>
        call(what, command.input, latency, () => {
          const output = operation.call(service, command.input, { region, by: running.name, now: scheduler.now() })
          if (running.idle && !isRoutine(what, command.input)) scheduler.touch()
          return output
        })
      const limitMs = Math.max(1, Math.min(callSeconds * 1000, running.endsAt - scheduler.now()))
      return callAws(world, { name: what, limitMs }, () =>
        clientWithin(clientClass, command as never, once),
      ) as Promise<O>
    },
    store: storeOf((request) =>
      call(`ledger:${operationOf(request)}`, request, ledgerLatency, () => {
        const answer = applyRequest(stage.table, request)
        if ('write' in request) noteWrites(stage, running, request)
        return answer
      }),
    ),
    http: (request) => call('http', request, [20, 150], () => account.probes.http(request)),
    tls: (request) => call('tls', request, [20, 120], () => account.probes.tls(request)),
    dns: (question) => call('dns', question, [5, 60], () => account.probes.dns(question)),
    load: (_name, load) => load(),
    log: (level, message, facts = {}) => stage.log({ at: scheduler.now(), by: running.name, level, message, facts }),
  } as World
  return world
}

/** DynamoDB answers single items in single-digit milliseconds (AWS, DynamoDB product page). */
const ledgerLatency = [3, 9] as const

function decide<H>(hooks: readonly H[], ask: (hook: H) => CallFate | undefined): CallFate | undefined {
  for (const hook of hooks) {
    const fate = ask(hook)
    if (fate !== undefined) return fate
  }
  return undefined
}

const lost = (what: string): Error =>
  Object.assign(new Error(`${what}: the connection was closed before the answer came`), {
    name: 'TimeoutError',
    code: 'ECONNRESET',
  })

function noteWrites(stage: Stage, running: Running, request: StoreRequest & { write: unknown }): void {
  if (running.idle && !isRoutine('ledger', request)) stage.scheduler.touch()
  for (const at of marksOf(request)) if (at > stage.scheduler.now()) stage.scheduler.mark(at)
}
