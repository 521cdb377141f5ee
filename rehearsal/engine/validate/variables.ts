import jsonata from 'jsonata'
import { type Node, walk } from '../jsonata/ast.ts'
import { builtIns } from '../jsonata/built-ins.ts'
import { expressionIn } from '../jsonata/delimiters.ts'
import { isObject, type Report, type Source } from './report.ts'
import { targetsOf } from './scope.ts'

/** Checks that what is read may have been assigned, and that no inner scope assigns what an outer one already has. */
export function checkVariables(report: Report, source: Source): void {
  checkScopeVariables(report, source, '', new Set(), new Set())
}

/**
 * @param readable variables of the scopes around this one that it may read
 * @param taken variables of the scopes around this one, readable or not
 */
function checkScopeVariables(
  report: Report,
  source: Source,
  at: string,
  readable: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): void {
  const states = source.States as Record<string, Source>
  const entries = assignedOnEntry(states, source.StartAt as string)
  for (const [name, state] of Object.entries(states)) {
    const here = entries.get(name)
    if (here === undefined) continue
    const where = `${at}/States/${name}`
    checkAssigns(report, state, where, taken)
    const known = new Set([...readable, ...here])
    checkReads(report, state, where, known)
    const around = new Set([...taken, ...here])
    if (state.Type === 'Parallel') {
      for (const [index, branch] of (state.Branches as Source[]).entries()) {
        checkScopeVariables(report, branch, `${where}/Branches[${index}]`, known, around)
      }
    }
    if (state.Type === 'Map') {
      const processor = state.ItemProcessor as Source
      const { Mode } = (processor.ProcessorConfig ?? {}) as Source
      // A distributed Map runs child executions, which see nothing of their parent.
      checkScopeVariables(
        report,
        processor,
        `${where}/ItemProcessor`,
        Mode === 'DISTRIBUTED' ? new Set() : known,
        around,
      )
    }
  }
}

/** For every state that can be reached: the variables that some way to it assigns. */
function assignedOnEntry(states: Record<string, Source>, start: string): Map<string, ReadonlySet<string>> {
  const entries = new Map<string, Set<string>>([[start, new Set()]])
  const pending = states[start] === undefined ? [] : [start]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const here = entries.get(name)!
    for (const { target, assign } of targetsOf(states[name]!)) {
      if (typeof target !== 'string' || states[target] === undefined) continue
      const before = entries.get(target)
      const after = new Set([...(before ?? []), ...here, ...Object.keys(isObject(assign) ? assign : {})])
      if (before !== undefined && after.size === before.size) continue
      entries.set(target, after)
      pending.push(target)
    }
  }
  return entries
}

function checkAssigns(report: Report, state: Source, at: string, taken: ReadonlySet<string>): void {
  const transitions: [string, unknown][] = [[at, state]]
  for (const list of ['Choices', 'Catch']) {
    for (const [index, entry] of ((state[list] ?? []) as unknown[]).entries()) {
      transitions.push([`${at}/${list}[${index}]`, entry])
    }
  }
  for (const [where, transition] of transitions) {
    for (const name of Object.keys(((transition as Source).Assign ?? {}) as Source)) {
      if (!taken.has(name)) continue
      const message = `The variable '${name}' is already assigned in an outer scope, which an inner scope can only read`
      report.add('DUPLICATE_VARIABLE_NAME', `${where}/Assign/${name}`, message)
    }
  }
}

/** Nested scopes are checked on their own. */
const nested = new Set(['Branches', 'ItemProcessor', 'Comment'])

function checkReads(report: Report, state: Source, at: string, known: ReadonlySet<string>): void {
  const visit = (value: unknown, where: string): void => {
    if (typeof value === 'string') {
      const text = expressionIn(value)
      for (const name of text === undefined ? [] : freeVariables(text)) {
        if (known.has(name)) continue
        const message = `No way to this state assigns the variable '$${name}', so it is undefined here`
        report.add('POSSIBLY_UNDEFINED_VARIABLE', where, message, 'WARNING')
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        visit(part, Array.isArray(value) ? `${where}[${key}]` : `${where}/${key}`)
      }
    }
  }
  for (const [field, value] of Object.entries(state)) if (!nested.has(field)) visit(value, `${at}/${field}`)
}

/** The variables that an expression reads and does not bind itself. */
function freeVariables(text: string): Set<string> {
  const read = new Set<string>()
  const bound = new Set<string>(['', '$', 'states', ...builtIns])
  let ast: Node
  try {
    ast = jsonata(text).ast() as unknown as Node
  } catch {
    // Its syntax has been complained about already.
    return read
  }
  walk(ast, (node) => {
    if (node.type === 'variable') read.add(node.value as string)
    if (node.type === 'bind') bound.add((node.lhs as Node).value as string)
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) bound.add(parameter.value as string)
    for (const binder of [node.focus, node.index]) if (typeof binder === 'string') bound.add(binder)
  })
  for (const name of bound) read.delete(name)
  return read
}
