import jsonata from 'jsonata'
import { type Node, walk } from '../jsonata/ast.ts'
import { expressionIn, isHalfOpen } from '../jsonata/delimiters.ts'
import { topLevelReferences } from './references.ts'
import type { Report } from './report.ts'

/** What an expression may read of `$states`, besides `input` and `context`. */
export interface Readable {
  result?: boolean
  errorOutput?: boolean
  /** Whether it belongs to a Task, which alone has a token. */
  task?: boolean
  /** Whether it is an ItemSelector, which alone sees the item. */
  mapItem?: boolean
}

/** Checks every expression in a value of a definition. */
export function checkTemplate(report: Report, at: string, value: unknown, readable: Readable): void {
  if (typeof value === 'string') {
    checkString(report, at, value, readable)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    checkTemplate(report, Array.isArray(value) ? `${at}[${key}]` : `${at}/${key}`, part, readable)
  }
}

function checkString(report: Report, at: string, value: string, readable: Readable): void {
  if (isHalfOpen(value)) {
    report.schema(at, "A JSONata expression must start with '{%' and end with '%}'; only one of them is here")
    return
  }
  const text = expressionIn(value)
  if (text === undefined) return
  const ast = parseExpression(report, at, text)
  if (ast !== undefined) checkReferences(report, at, ast, readable)
}

function parseExpression(report: Report, at: string, text: string): Node | undefined {
  try {
    return jsonata(text).ast() as unknown as Node
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    report.add('INVALID_JSONATA_EXPRESSION', at, [code, message].filter((part) => part !== undefined).join(': '))
    return undefined
  }
}

const unsupported = 'UNSUPPORTED_JSONATA_EXPRESSION'

function checkReferences(report: Report, at: string, ast: Node, readable: Readable): void {
  const refuse = (message: string): void => report.add(unsupported, at, message)
  for (const name of topLevelReferences(ast)) refuse(`Reference to '${name}' at the top level is not supported.`)
  walk(ast, (node) => {
    if (node.type === 'variable' && node.value === '$') refuse("Reference to '$$' is not supported.")
    if (node.type === 'function' || node.type === 'partial') {
      if (node.procedure?.type === 'variable' && node.procedure.value === 'eval') {
        report.add(unsupported, at, 'The function $eval is not available in Step Functions; use $parse for JSON text')
      }
    }
    if (node.type === 'path') checkStates(report, at, node.steps ?? [], readable)
  })
}

/** Checks a path that starts at `$states`; what is read in any other way is not looked at, as on AWS. */
function checkStates(report: Report, at: string, [first, second, third, fourth]: Node[], readable: Readable): void {
  if (first?.type !== 'variable' || first.value !== 'states' || second?.type !== 'name') return
  const field = second.value as string
  const allowed =
    field === 'input' ||
    field === 'context' ||
    (field === 'result' && readable.result) ||
    (field === 'errorOutput' && readable.errorOutput)
  if (!allowed) report.add(unsupported, at, `Field '$states.${field}' does not exist.`)
  if (field !== 'context' || third?.type !== 'name') return
  if (third.value === 'Task' && !readable.task) {
    report.add(unsupported, at, "Field '$states.context.Task' does not exist outside a Task.")
  }
  if (third.value === 'Map' && fourth !== undefined && !readable.mapItem) {
    const message = '$states.context.Map.Item can only be read in an ItemSelector; bind it there'
    report.add('UNAVAILABLE_CONTEXT', at, message, 'WARNING')
  }
}
