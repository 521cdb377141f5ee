import type { MachineCode } from './code.ts'
import { compileMachine } from './compile.ts'
import { definitionOf } from './definition.ts'
import { type Problem, validateDefinition } from './validate/index.ts'

interface Loaded {
  problems: readonly Problem[]
  /** The machine, compiled when it is first asked for. Only to be asked for when nothing is wrong that matters. */
  code(): MachineCode
}

/** Definitions seen lately: a suite runs the same machine a thousand times. */
const loaded = new Map<string, Loaded>()
const loadedMax = 100

/** Validates and compiles a definition; the same text only once. */
export function loadMachine(definition: unknown, type: 'STANDARD' | 'EXPRESS', definitionBytes: number): Loaded {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition)
  const key = `${type} ${definitionBytes} ${typeof definition} ${text}`
  const known = loaded.get(key)
  if (known !== undefined) return known
  const { problems } = validateDefinition(definition, { type, limits: { definitionBytes } })
  let code: MachineCode | undefined
  const made: Loaded = {
    problems,
    code() {
      code ??= compileMachine(structuredClone(definitionOf(definition)!))
      return code
    },
  }
  if (loaded.size >= loadedMax) loaded.clear()
  loaded.set(key, made)
  return made
}
