/** One thing that Step Functions would complain about. */
export interface Problem {
  /** The kind of complaint, named as ValidateStateMachineDefinition names it. */
  code: string
  /** State and field: `/States/Back up/TimeoutSeconds`. */
  location: string
  message: string
  /**
   * ERROR: Step Functions refuses the definition. WARNING: it would take it, and the execution would fail or hang
   * later, so we refuse it all the same.
   */
  severity: 'ERROR' | 'WARNING'
}

/** Collects what is wrong with one definition. */
export class Report {
  readonly problems: Problem[] = []

  add(code: string, location: string, message: string, severity: Problem['severity'] = 'ERROR'): void {
    this.problems.push({ code, location: location === '' ? '/' : location, message, severity })
  }

  /** The shape is wrong: most of what can be wrong is this. */
  schema(location: string, message: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', location, message)
  }
}

export type Source = Record<string, unknown>

export function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; complains and gives nothing when it is something else. */
export function objectAt(report: Report, location: string, value: unknown): Source | undefined {
  if (isObject(value)) return value
  report.schema(location, 'Expected value of type [OBJECT]')
  return undefined
}

/** The value as an array; complains and gives an empty one when it is something else. */
export function arrayAt(report: Report, location: string, value: unknown): unknown[] {
  if (Array.isArray(value)) {
    if (value.length === 0) report.schema(location, 'Value cannot be empty')
    return value
  }
  report.schema(location, 'Expected value of type [ARRAY]')
  return []
}

/** Complains about fields that are missing and fields that nobody knows. */
export function checkFields(
  report: Report,
  location: string,
  source: Source,
  known: string[],
  required: string[],
): void {
  for (const field of Object.keys(source)) {
    if (!known.includes(field)) report.schema(`${location}/${field}`, `Field '${field}' is not supported`)
  }
  const missing = required.filter((field) => source[field] === undefined)
  if (missing.length > 0) report.schema(location, `These fields are required: [${missing.join(', ')}]`)
}
