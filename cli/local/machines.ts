import { DefinitionRejected, type Engine, ServiceError } from '../../rehearsal/engine/index.ts'
import type { Forward } from './upstream.ts'

export interface Machine {
  readonly stateMachineArn: string
  readonly name: string
  readonly definition: string
  readonly type: 'STANDARD' | 'EXPRESS'
  readonly roleArn: string
  readonly creationDate: Date
}

interface Created {
  readonly name: string
  readonly definition: string
  readonly roleArn?: string
  readonly type?: 'STANDARD' | 'EXPRESS'
}

/** The machines that can be started: created here, or known to the upstream, whose definition is then run here. */
export class Machines {
  readonly #engine: Engine
  readonly #upstream: Forward | undefined
  readonly #now: () => number
  readonly #own = new Map<string, Machine>()
  /** Definition that the engine has, by machine name. */
  readonly #loaded = new Map<string, string>()

  constructor(engine: Engine, upstream: Forward | undefined, now: () => number) {
    this.#engine = engine
    this.#upstream = upstream
    this.#now = now
  }

  create({ name, definition, roleArn = '', type = 'STANDARD' }: Created): Machine {
    const { arn } = this.#load(name, definition, type)
    const machine = { stateMachineArn: arn, name, definition, type, roleArn, creationDate: new Date(this.#now()) }
    this.#own.set(name, machine)
    return machine
  }

  update(arn: string, definition: string | undefined): Machine {
    const { name, roleArn, type, definition: former } = this.described(arn)
    return this.create({ name, roleArn, type, definition: definition ?? former })
  }

  remove(arn: string): void {
    this.#own.delete(nameOf(arn))
  }

  /** @throws {ServiceError} StateMachineDoesNotExist */
  described(arn: string): Machine {
    const found = this.#own.get(nameOf(arn))
    if (found !== undefined) return found
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
  }

  list(): Machine[] {
    return [...this.#own.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /**
   * Sees to it that the engine has the machine as it is now, and those that it starts.
   *
   * @param arn of the machine, a version or an alias of it
   */
  async ready(arn: string, seen = new Set<string>()): Promise<void> {
    if (this.#own.has(nameOf(arn)) || this.#upstream === undefined || seen.has(nameOf(arn))) return
    seen.add(nameOf(arn))
    const bare = arn.split(':').slice(0, 7).join(':')
    const { status, body } = await this.#upstream('DescribeStateMachine', JSON.stringify({ stateMachineArn: bare }))
    if (status !== 200) return
    const { name, definition, type } = JSON.parse(body) as Machine
    if (this.#loaded.get(name) !== definition) this.#load(name, definition, type ?? 'STANDARD')
    for (const [child] of definition.matchAll(machineArn)) await this.ready(child, seen)
  }

  #load(name: string, definition: string, type: 'STANDARD' | 'EXPRESS'): { arn: string } {
    try {
      const added = this.#engine.addMachine({ name, definition, type, onlyErrors: true })
      this.#loaded.set(name, definition)
      return added
    } catch (error) {
      if (!(error instanceof DefinitionRejected)) throw error
      throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${error.message}'`)
    }
  }
}

/** Children are named in a definition by their ARNs. */
const machineArn = /arn:aws[\w-]*:states:[\w-]+:\d+:stateMachine:[\w-]+/g
const nameOf = (arn: string): string => arn.split(':')[6] ?? arn
