import { Refused } from '../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import type { Hooks } from '../hooks.ts'
import { Chance, hash } from './chance.ts'
import { type Services, services } from './index.ts'
import type { Operation, Service, Surroundings } from './port.ts'
import { Probes } from './probes/probes.ts'
import { type AccountState, parseAccount } from './state.ts'
import { Traffic } from './traffic/traffic.ts'

export interface AccountOptions {
  /** account.yaml, parsed. */
  readonly state: unknown
  readonly clock: Clock
  readonly seed: number
  readonly hooks: Hooks
}

/** A simulated AWS account: its services by name, its users, and what the network answers from outside. */
export type Account = AccountCore & Services

export function createAccount(options: AccountOptions): Account {
  const account = new AccountCore(options) as Account
  const own = account as unknown as Record<string, Service>
  for (const [name, Kind] of Object.entries(services)) {
    const service = new Kind(account)
    own[name] = service
    account.add(service)
  }
  account.traffic.begin()
  return account
}

interface Found {
  /** `ECS.UpdateService`. */
  readonly what: string
  readonly operation: Operation
  /** Virtual milliseconds, from–to. */
  readonly latency: readonly [number, number]
  readonly service: Service
}

/** Control planes of one region answer in tens of milliseconds; no service promises more. */
const usualLatency = [20, 80] as const

export class AccountCore implements Surroundings {
  readonly id: string
  readonly region: string
  readonly clock: Clock
  readonly state: AccountState
  readonly seed: number
  readonly hooks: Hooks
  /** Values that must never be seen in history, logs or evidence. */
  readonly secrets: readonly string[]
  readonly traffic: Traffic
  readonly probes: Probes
  readonly #chance: Chance
  readonly #services = new Map<string, Service[]>()
  readonly #known = new Map<string, Found>()

  constructor({ state, clock, seed, hooks }: AccountOptions) {
    this.state = parseAccount(state)
    this.id = this.state.account
    this.region = this.state.region
    this.secrets = this.state.secrets
    this.clock = clock
    this.seed = hash(`account ${seed}`)
    this.hooks = hooks
    this.#chance = new Chance(seed)
    this.traffic = new Traffic(this as unknown as Account)
    this.probes = new Probes(this as unknown as Account)
  }

  random(stream: string): number {
    return this.#chance.next(stream)
  }

  /** A moment between two, seconds, as milliseconds. */
  between(stream: string, [from, to]: readonly [number, number]): number {
    return Math.round(1000 * (from + (to - from) * this.random(stream)))
  }

  uuid(stream = 'uuid'): string {
    let digits = ''
    for (let word = 0; word < 4; word++) {
      digits += Math.floor(this.random(stream) * 4_294_967_296)
        .toString(16)
        .padStart(8, '0')
    }
    const variant = '89ab'[Number.parseInt(digits[16] as string, 16) % 4]
    const [a, b, c] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(13, 16)]
    return `${a}-${b}-4${c}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
  }

  /** Letters and digits as AWS's ids have them. */
  idOf(stream: string, length: number, letters = '0123456789abcdef'): string {
    let id = ''
    while (id.length < length) id += letters[Math.floor(this.random(stream) * letters.length)]
    return id
  }

  arn(service: string, resource: string, region = this.region): string {
    return `arn:aws:${service}:${region}:${this.id}:${resource}`
  }

  emit(event: { source: string; 'detail-type': string; resources?: string[]; detail: object }): void {
    ;(this as unknown as Account).events.emit(event)
  }

  /** Adds a service, or further operations of one that is there. */
  add(service: Service): void {
    const parts = this.#services.get(service.client) ?? []
    this.#services.set(service.client, [...parts, service])
  }

  /** Everything that can be called: `ECS.UpdateService`, … */
  operations(): string[] {
    const names: string[] = []
    for (const [client, parts] of this.#services) {
      for (const { operations } of parts) names.push(...Object.keys(operations).map((name) => `${client}.${name}`))
    }
    return names.sort()
  }

  /** What answers a command of the SDK, by the names of its classes. */
  operation(clientClass: { readonly name: string }, command: object): Found {
    const client = clientClass.name.replace(/Client$/, '')
    const name = command.constructor.name.replace(/Command$/, '')
    const what = `${client}.${name}`
    let found = this.#known.get(what)
    if (found === undefined) {
      found = this.#find(client, name, what)
      this.#known.set(what, found)
    }
    return found
  }

  #find(client: string, name: string, what: string): Found {
    const parts = this.#services.get(client)
    if (parts === undefined) {
      throw new NotSimulated(
        `the simulated account has no service ${client}, which ${what} calls; write rehearsal/account/ ` +
          `(port.ts says how) and add its line to rehearsal/account/index.ts`,
      )
    }
    for (const service of parts) {
      const operation = service.operations[name]
      if (operation === undefined) continue
      const latency = service.latency?.[name] ?? service.latency?.['*'] ?? usualLatency
      return { what, operation, latency, service }
    }
    throw new NotSimulated(
      `the simulated ${client} does not know ${name}; add "${name}" to the operations of the class ` +
        `whose client is "${client}" in rehearsal/account/`,
    )
  }
}

/** A hole in the simulator: never to be taken for an answer of AWS. */
class NotSimulated extends Refused {
  override readonly name = 'NotSimulated'
}
