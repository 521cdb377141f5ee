import { loadScene } from '../../cli/scene.ts'
import { setUp } from '../../rehearsal/bench.ts'
import { type Hooks, noHooks } from '../../rehearsal/hooks.ts'
import { operatorWorld } from '../../rehearsal/operator.ts'
import { defaultStart } from '../../rehearsal/rehearse.ts'
import { deployRoles } from '../../rehearsal/roles.ts'
import { preloadActions } from '../../shared/actions/index.ts'
import { preloadChecks } from '../../shared/checks/index.ts'
import type { Directory } from '../../shared/people/directory.ts'
import { peopleKey } from '../../shared/people/published.ts'
import { publishedKey } from '../../shared/phases/admit.ts'
import { digestOf } from '../../shared/plan/digest.ts'
import { parsePublished } from '../../shared/plan/publish.ts'
import type { World } from '../../shared/world.ts'

await Promise.all([preloadActions(), preloadChecks()])

export const id = 'serveml-2-4-0-1'

export interface Wanted {
  readonly requester?: string
  readonly reason?: string
  readonly people?: (directory: Directory) => void
  /** Before anything happens. */
  readonly hooks?: (hooks: Hooks) => void
  readonly plan?: (gates: Record<string, Record<string, unknown>>) => void
}

/** A release of serveml that nobody has answered yet, in virtual time; whoever has the World acts as they like. */
export async function atTheGate(wanted: Wanted = {}) {
  const scene = await loadScene('serveml', { version: '2.4.0' })
  const hooks = noHooks()
  wanted.hooks?.(hooks)
  const bench = setUp({ accountState: scene.accountState, seed: 1, startAt: defaultStart, hooks })
  const directory = JSON.parse(scene.directory) as Directory
  wanted.people?.(directory)
  const published = rewritten(scene.published, wanted.plan)
  bench.account.s3.seed(bench.home.bucket, publishedKey(scene.system, scene.environment, scene.version), published)
  bench.account.s3.seed(bench.home.bucket, peopleKey, JSON.stringify(directory))
  await deployRoles(bench, [published])
  const { requester = 'fay', reason } = wanted
  const input = { system: 'serveml', version: '2.4.0', environment: 'production', requester, ...(reason && { reason }) }
  bench.engine.startExecution({ machine: 'tidegate-release', name: id, input })
  const world = operatorWorld(bench, { arn: `arn:aws:iam::${bench.home.account}:user/nobody` })
  const sent = () => bench.account.sns.outbox.filter(({ topic }) => topic === bench.home.approvalsTopic)
  const self = {
    bench,
    world,
    sent,
    notices: () => bench.account.sns.outbox.filter(({ topic }) => topic === bench.home.noticesTopic),
    /** Runs something of a World to its end, while time goes on. */
    async run<T>(work: (world: World) => Promise<T>): Promise<T> {
      let done: { value: T } | { error: unknown } | undefined
      work(world).then(
        (value) => {
          done = { value }
        },
        (error: unknown) => {
          done = { error }
        },
      )
      await new Promise((resolve) => setImmediate(resolve))
      await bench.scheduler.run(() => done !== undefined)
      if (done === undefined) throw new Error('time stood still')
      if ('error' in done) throw done.error
      return done.value
    },
    async until(what: () => boolean, hoursMax = 200) {
      const last = bench.scheduler.now() + hoursMax * 3_600_000
      await bench.scheduler.run(() => what() || bench.scheduler.now() > last)
      if (!what()) throw new Error(`not so after ${hoursMax} hours`)
    },
    wait(ms: number) {
      let over = false
      bench.scheduler.after(ms, () => {
        over = true
      })
      return self.until(() => over)
    },
    /** Lets each call of a kind fail that somebody makes (`operator` is whoever has the World), until it is told to stop. */
    failing(what: string, error: Error, by: string | undefined = 'operator') {
      let on = true
      bench.hooks.beforeCall.push((call) => {
        const struck = on && call.what === what && (by === undefined || call.by === by)
        return struck ? { fail: error } : undefined
      })
      return () => {
        on = false
      }
    },
    /** What the log says in errors. */
    told: () => bench.logs.filter(({ level }) => level === 'error').map(({ message }) => message),
    gate: (name = 'go') => bench.table.get({ pk: `RELEASE#${id}`, sk: `GATE#${name}` }) as never as Gate | undefined,
    record: () => bench.table.get({ pk: `RELEASE#${id}`, sk: 'RELEASE' }) as never as { outcome?: string },
    sign: (person: string, gate = 'go') =>
      bench.table.get({ pk: `RELEASE#${id}`, sk: `SIGN#${gate}#${person}` }) as never as Sign | undefined,
    /** The secret part of the newest link that somebody was sent. */
    token(person: string): string {
      const mail = sent().findLast(({ attributes }) => attributes['approver'] === person)
      const found = /\/s\/([\w-]+)/.exec(mail?.message ?? '')
      if (found === null) throw new Error(`${person} was sent no link`)
      return found[1]!
    },
    end: () => bench.end(),
  }
  await self.until(() => self.gate()?.requestedAt !== undefined && !bench.functions.busy)
  return self
}
export type Night = Awaited<ReturnType<typeof atTheGate>>

interface Gate {
  readonly requestedAt?: number
  readonly openedAt: number
  readonly endsAt: number
  readonly decision?: string
  readonly because?: string
  readonly remindedAt?: number
  readonly escalatedAt?: number
}
interface Sign {
  readonly decision: string
  readonly role: string
  readonly channel: string
  readonly from?: string
  readonly with?: string
}

function rewritten(text: string, change: Wanted['plan']): string {
  if (change === undefined) return text
  const { plan, environment, manifest } = parsePublished(text)
  const gates = structuredClone(plan.gates) as never
  change(gates)
  return publishedText({ plan: { ...plan, gates }, environment, manifest })
}

function publishedText(parts: Pick<ReturnType<typeof parsePublished>, 'plan' | 'environment' | 'manifest'>): string {
  const { plan, environment, manifest } = parts
  return JSON.stringify({
    schema: 1,
    planDigest: digestOf({ plan, environment }),
    manifestDigest: digestOf(manifest),
    ...parts,
  })
}
