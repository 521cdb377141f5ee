import { checkTemplate, type Readable } from './expressions.ts'
import { jsonPathFields, stateFields, transitional } from './fields.ts'
import { checkMap, checkParallel } from './nesting.ts'
import { checkRecovery } from './recovery.ts'
import { arrayAt, checkFields, objectAt, type Source } from './report.ts'
import type { Checks } from './scope.ts'
import { checkTask } from './task.ts'
import { checkText, checkWhole } from './values.ts'

/** Checks one state, and what is nested in it. */
export function checkState(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  if (typeof state.Comment !== 'string' && state.Comment !== undefined) {
    report.schema(`${at}/Comment`, 'Expected value of type [STRING]')
  }
  if (!checkLanguage(checks, state, at)) return
  const { Type: type } = state
  const fields = typeof type === 'string' && Object.hasOwn(stateFields, type) ? stateFields[type] : undefined
  if (fields === undefined) {
    const types = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map'
    report.schema(`${at}/Type`, `The field 'Type' should have one of these values: [${types}]`)
    return
  }
  const own = Object.fromEntries(Object.entries(state).filter(([field]) => !jsonPathFields.has(field)))
  for (const field of Object.keys(state)) if (jsonPathFields.has(field)) refuseJsonPath(checks, field, at)
  checkFields(report, at, own, fields.known, fields.required)
  if (transitional.has(type)) checkTransition(checks, state, at)
  const readable: Readable = { result: type === 'Task' || type === 'Parallel' || type === 'Map', task: type === 'Task' }
  checkData(checks, state, at, readable)
  if (state.Retry !== undefined || state.Catch !== undefined) checkRecovery(checks, state, at)
  checkers[type as string]?.(checks, state, at)
}

/** @returns whether the state is one that can be checked here */
function checkLanguage({ report, jsonata }: Checks, state: Source, at: string): boolean {
  const { QueryLanguage: own } = state
  if (own !== undefined && own !== 'JSONata' && own !== 'JSONPath') {
    report.schema(`${at}/QueryLanguage`, 'Value should be one of the following: [JSONPath, JSONata]')
    return false
  }
  if (jsonata && own === 'JSONPath') {
    report.schema(at, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
    return false
  }
  if (jsonata || own === 'JSONata') return true
  const message = 'This is a JSONPath state, and only JSONata is run here: set "QueryLanguage": "JSONata" at the top'
  report.add('UNSUPPORTED_QUERY_LANGUAGE', at, message)
  return false
}

function refuseJsonPath({ report }: Checks, field: string, at: string): void {
  const only = `but field '${field}' is only supported for the 'JSONPath' QueryLanguage`
  report.schema(at, `The QueryLanguage is set to 'JSONata', ${only}`)
}

function checkTransition({ report }: Checks, { Next, End }: Source, at: string): void {
  if (End !== undefined && typeof End !== 'boolean') report.schema(`${at}/End`, 'Expected value of type [BOOLEAN]')
  if (Next !== undefined && typeof Next !== 'string') report.schema(`${at}/Next`, 'Expected value of type [STRING]')
  if (Next !== undefined && End === true) report.schema(at, "A state has either 'Next' or 'End', not both")
  if (Next === undefined && End !== true) report.schema(at, "These fields are required: [Next] (or 'End': true)")
}

/** Checks Output and Assign of a state, a rule or a catcher. */
export function checkData(checks: Checks, source: Source, at: string, readable: Readable): void {
  const { report } = checks
  if (source.Output !== undefined) checkTemplate(report, `${at}/Output`, source.Output, readable)
  if (source.Assign === undefined) return
  const assign = objectAt(report, `${at}/Assign`, source.Assign)
  for (const [name, value] of Object.entries(assign ?? {})) {
    checkVariableName(checks, name, `${at}/Assign/${name}`)
    checkTemplate(report, `${at}/Assign/${name}`, value, readable)
  }
}

const variableName = /^\p{ID_Start}\p{ID_Continue}*$/u

function checkVariableName({ report }: Checks, name: string, at: string): void {
  if (name === 'states') report.schema(at, "The variable name 'states' is reserved")
  else if (!variableName.test(name)) report.schema(at, `'${name}' is not a valid variable name`)
  else if (name.length > 80)
    report.schema(at, `The variable name has ${name.length} characters; at most 80 are allowed`)
}

function checkWait({ report }: Checks, state: Source, at: string): void {
  const { Seconds, Timestamp } = state
  if ((Seconds === undefined) === (Timestamp === undefined)) {
    report.schema(at, "Exactly one of 'Seconds' and 'Timestamp' is required")
  }
  checkWhole(report, `${at}/Seconds`, Seconds, 0)
  checkText(report, `${at}/Timestamp`, Timestamp, timestamp)
}

const timestamp = {
  pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  message: 'String does not match RFC3339 timestamp',
}

function checkFail({ report }: Checks, state: Source, at: string): void {
  checkText(report, `${at}/Error`, state.Error)
  checkText(report, `${at}/Cause`, state.Cause)
}

const ruleFields = ['Condition', 'Next', 'Output', 'Assign', 'Comment']

function checkChoice(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  if (state.Default !== undefined && typeof state.Default !== 'string') {
    report.schema(`${at}/Default`, 'Expected value of type [STRING]')
  }
  if (state.Choices === undefined) return
  for (const [index, entry] of arrayAt(report, `${at}/Choices`, state.Choices).entries()) {
    const where = `${at}/Choices[${index}]`
    const rule = objectAt(report, where, entry)
    if (rule === undefined) continue
    checkFields(report, where, rule, ruleFields, ['Condition', 'Next'])
    const { Condition: condition } = rule
    if (typeof condition === 'string') {
      checkText(report, `${where}/Condition`, condition, { pattern: /^$/, message: 'Expected a JSONata expression' })
    } else if (condition !== undefined && typeof condition !== 'boolean') {
      report.schema(`${where}/Condition`, 'Expected a JSONata expression or a boolean')
    }
    checkData(checks, rule, where, {})
  }
}

const checkers: Record<string, ((checks: Checks, state: Source, at: string) => void) | undefined> = {
  Wait: checkWait,
  Fail: checkFail,
  Choice: checkChoice,
  Task: checkTask,
  Parallel: checkParallel,
  Map: checkMap,
}
