import { checkFields, objectAt, type Report, type Source } from './report.ts'
import { checkState } from './state.ts'

/** What the checks of one definition share. */
export interface Checks {
  report: Report
  express: boolean
  /** Whether the machine as a whole is JSONata, so that no state needs to say so. */
  jsonata: boolean
  /** Where each state name was seen first. */
  names: Map<string, string>
}

/** Checks a machine, a branch or a processor: its states, and whether every state can be reached and an end exists. */
export function checkScope(checks: Checks, source: Source, location: string, known: string[]): void {
  const { report } = checks
  checkFields(report, location, source, known, ['StartAt', 'States'])
  if (source.StartAt === undefined || source.States === undefined) return
  const states = objectAt(report, `${location}/States`, source.States)
  if (states === undefined) return
  if (Object.keys(states).length === 0) report.schema(`${location}/States`, 'Value cannot be empty')
  for (const [name, state] of Object.entries(states)) {
    const at = `${location}/States/${name}`
    checkName(checks, name, at)
    const found = objectAt(report, at, state)
    if (found !== undefined) checkState(checks, found, at)
  }
  checkGraph(report, states, source.StartAt, location)
}

function checkName({ report, names }: Checks, name: string, at: string): void {
  if (name.length > 80) report.schema(at, `The state name has ${name.length} characters; at most 80 are allowed`)
  const first = names.get(name)
  if (first === undefined) names.set(name, at)
  else report.add('DUPLICATE_STATE_NAME', at, `A state named '${name}' is already at ${first}`)
}

/** Where a state can go on to, with the field that says so. */
export function targetsOf(state: Source): { target: unknown; field: string; assign: unknown }[] {
  const targets: { target: unknown; field: string; assign: unknown }[] = []
  const take = (source: Source, field: string, key: string): void => {
    if (source[key] !== undefined) targets.push({ target: source[key], field, assign: source.Assign })
  }
  take(state, 'Next', 'Next')
  take(state, 'Default', 'Default')
  for (const list of ['Choices', 'Catch']) {
    const entries = state[list]
    if (!Array.isArray(entries)) continue
    for (const [index, entry] of entries.entries()) {
      if (typeof entry === 'object' && entry !== null) take(entry as Source, `${list}[${index}]/Next`, 'Next')
    }
  }
  return targets
}

function checkGraph(report: Report, states: Source, start: unknown, location: string): void {
  const missing = (target: unknown, at: string): void =>
    report.add(
      'MISSING_TRANSITION_TARGET',
      at,
      `Missing transition target: ${JSON.stringify(target)} is no state of this scope`,
    )
  const has = (target: unknown): target is string => typeof target === 'string' && Object.hasOwn(states, target)
  if (!has(start)) {
    missing(start, `${location}/StartAt`)
    return
  }

  const reached = new Set<string>([start])
  // A set that grows while it is walked visits what was added.
  for (const name of reached) {
    for (const { target } of targetsOf(states[name] as Source)) if (has(target)) reached.add(target)
  }
  let ends = false
  for (const [name, state] of Object.entries(states) as [string, Source][]) {
    const at = `${location}/States/${name}`
    for (const { target, field } of targetsOf(state)) if (!has(target)) missing(target, `${at}/${field}`)
    if (!reached.has(name)) report.add('MISSING_TRANSITION_TARGET', at, `State "${name}" is not reachable.`)
    ends ||= state.End === true || state.Type === 'Succeed' || state.Type === 'Fail'
  }
  if (!ends) report.add('MISSING_END_STATE', location, 'Workflow has no terminal state')
}
