import { AwsUnavailable } from '../../../../shared/errors.ts'
import { isRead } from '../../../../shared/retries.ts'
import type { DnsAnswer, DnsQuestion, HttpAnswer, HttpRequest, World } from '../../../../shared/world.ts'
import { home } from '../../world-fixture.ts'

/** A little AWS by command name, for tests of one kind. Releases are rehearsed on the simulated account instead. */
export interface FakeService {
  readonly client: string
  // biome-ignore lint/suspicious/noExplicitAny: each operation knows the input type of its own command
  readonly operations: { readonly [command: string]: (input: any, now: number) => object }
}

export interface Sent {
  readonly name: string
  readonly input: unknown
  readonly region: string
}

export class FakeAws {
  now = 1_790_000_000_000
  readonly sent: Sent[] = []
  readonly logged: string[] = []
  readonly world: World
  http: (request: HttpRequest) => HttpAnswer | Error = () => new Error('nobody listens')
  dns: (question: DnsQuestion) => DnsAnswer = () => ({ answers: [], failed: 'NXDOMAIN' })
  readonly #services: readonly FakeService[]
  #losing = 0

  constructor(...services: FakeService[]) {
    this.#services = services
    this.world = this.#makeWorld()
  }

  pass(seconds: number): void {
    this.now += seconds * 1000
  }

  /** AWS takes the nth changing call from now in, but its answer never arrives. */
  loseAnswerOfWrite(n: number): void {
    this.#losing = this.writes().length + n
  }

  writes(): string[] {
    return this.sent.map(({ name }) => name).filter((name) => !isRead(name))
  }

  #send(clientClass: { name: string }, command: { constructor: { name: string }; input: unknown }, region: string) {
    const client = clientClass.name.replace(/Client$/, '')
    const operation = command.constructor.name.replace(/Command$/, '')
    const name = `${client}.${operation}`
    const run = this.#services.find((one) => one.client === client)?.operations[operation]
    if (run === undefined) throw new Error(`the fake has no ${name}`)
    this.sent.push({ name, input: command.input, region })
    const answer = structuredCloneKeepingBodies(run(command.input, this.now))
    if (!isRead(name) && this.#losing === this.writes().length) {
      this.#losing = 0
      throw new AwsUnavailable(name, 'its answer was lost')
    }
    return answer
  }

  #makeWorld(): World {
    let ids = 0
    return {
      self: {
        name: 'deploy',
        arn: 'arn:aws:lambda:eu-west-1:111122223333:function:deploy:1',
        remainingMs: () => 60_000,
      },
      home,
      now: () => this.now,
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
      sleep: async (ms: number) => this.pass(ms / 1000),
      send: async (client: unknown, command: unknown, options?: { region?: string }) =>
        this.#send(client as { name: string }, command as never, options?.region ?? home.region),
      get store(): never {
        throw new Error('kinds do not use the ledger')
      },
      http: async (request: HttpRequest) => {
        const answer = this.http(request)
        if (answer instanceof Error) throw Object.assign(answer, { name: 'NetworkError' })
        return answer
      },
      tls: async () => {
        throw new Error('kinds shake no hands')
      },
      dns: async (question: DnsQuestion) => this.dns(question),
      load: <T>(_name: string, load: () => Promise<T>) => load(),
      log: (_level: string, message: string) => void this.logged.push(message),
    } as unknown as World
  }
}

/** What the caller gets is a picture of the moment, not the state itself. */
function structuredCloneKeepingBodies(answer: object): object {
  const { Body, ...rest } = answer as { Body?: unknown }
  return { ...structuredClone(rest), ...(Body !== undefined && { Body }) }
}

export const awsError = (name: string, message = name): Error => Object.assign(new Error(message), { name })
