import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { validateDefinition } from '../../rehearsal/engine/index.ts'
import { machineNames, readMachine } from '../../rehearsal/machines.ts'
import * as errors from '../../shared/errors.ts'

const root = join(import.meta.dirname, '../..')
const aslValidator = createRequire(import.meta.url)('asl-validator') as (definition: object) => {
  isValid: boolean
  errors: unknown[]
}

interface State {
  Type: string
  TimeoutSeconds?: unknown
  Retry?: { ErrorEquals: string[]; MaxAttempts?: number }[]
  Catch?: { ErrorEquals: string[] }[]
  Resource?: string
  ItemProcessor?: { States: Record<string, State> }
  Branches?: { States: Record<string, State> }[]
}

function statesOf(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...statesOf(state.ItemProcessor?.States ?? {}),
    ...(state.Branches ?? []).flatMap((branch) => statesOf(branch.States)),
  ])
}

/** Names that AWS gives; everything else must be ours. */
const platform = /^(States|Lambda|Sandbox|Runtime)\./
const ours = new Set(
  Object.values(errors)
    .filter((one) => typeof one === 'function' && one.prototype instanceof Error)
    .map((one) => {
      const text = readFileSync(join(root, 'shared/errors.ts'), 'utf8')
      return new RegExp(
        `class ${one.name} [^{]*\\{\\s*(?:/\\*\\*[^*]*\\*/\\s*|//[^\\n]*\\n\\s*)*override readonly name = '(\\w+)'`,
      ).exec(text)?.[1]
    })
    .filter((one) => one !== undefined),
)

describe.each(machineNames)('the %s machine', (machine) => {
  const definition = readMachine(machine, 'eu-west-1', '111122223333') as { States: Record<string, State> }
  const states = statesOf(definition.States)
  const tasks = states.filter(([, state]) => state.Type === 'Task')

  it('is accepted by asl-validator', () => {
    const verdict = aslValidator(definition)
    expect(verdict.errors).toEqual([])
    expect(verdict.isValid).toBe(true)
  })

  it('is accepted by the engine, which knows what AWS rejects', () => {
    expect(validateDefinition(definition)).toEqual({ accepted: true, problems: [] })
  })

  it('bounds every task by TimeoutSeconds', () => {
    for (const [name, state] of tasks) expect(state.TimeoutSeconds, name).toBeDefined()
  })

  it('retries named transient errors only, and evaluation errors never', () => {
    for (const [name, { Retry = [] }] of tasks) {
      const retried = Retry.filter((one) => one.MaxAttempts !== 0).flatMap((one) => one.ErrorEquals)
      expect(
        retried.filter((error) => error.startsWith('States.')),
        name,
      ).toEqual([])
      if (Retry.length > 0)
        expect(Retry[0], name).toEqual({ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 0 })
    }
  })

  it('names errors that exist', () => {
    for (const [name, { Retry = [], Catch = [] }] of states) {
      for (const error of [...Retry, ...Catch].flatMap((one) => one.ErrorEquals)) {
        expect(platform.test(error) || ours.has(error), `${name} names ${error}`).toBe(true)
      }
    }
  })

  it('names functions that exist', () => {
    const text = readFileSync(join(root, `statemachines/${machine}.asl.yaml`), 'utf8')
    const named = [...text.matchAll(/\$\{(\w+)Function\}/g)].map((match) => match[1]!)
    expect(named.length).toBeGreaterThan(0)
    for (const one of named) {
      const file = one.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
      expect(existsSync(join(root, 'functions', `${file}.ts`)), one).toBe(true)
    }
  })

  it('says in each state, in plain words, what is being done', () => {
    for (const [name] of states) expect(name.length, name).toBeLessThanOrEqual(80)
    expect(parse(readFileSync(join(root, `statemachines/${machine}.asl.yaml`), 'utf8')).Comment).toBeTruthy()
  })
})

describe('the release machine', () => {
  it('catches everything that can be caught on its way, DataLimitExceeded by its own name', () => {
    const { States } = readMachine('release', 'eu-west-1', '111122223333') as { States: Record<string, State> }
    for (const [name, state] of Object.entries(States)) {
      if (state.Type !== 'Task') continue
      expect(
        state.Catch?.map((one) => one.ErrorEquals),
        name,
      ).toEqual([['States.DataLimitExceeded'], ['States.ALL']])
    }
  })

  it('does not wait for its rollback by .sync: stopping the release must not stop it', () => {
    const text = readFileSync(join(root, 'statemachines/release.asl.yaml'), 'utf8')
    expect(text.match(/startExecution\.sync:2/g)).toHaveLength(1)
  })
})
