import { definitionOf } from '../definition.ts'
import { awsLimits, type Limits } from '../limits.ts'
import { type Problem, Report } from './report.ts'
import { checkScope } from './scope.ts'
import { checkVariables } from './variables.ts'

export type { Problem }

export interface Validation {
  accepted: boolean
  problems: Problem[]
}

export interface ValidateOptions {
  type?: 'STANDARD' | 'EXPRESS'
  limits?: Partial<Limits>
}

const topFields = ['Comment', 'StartAt', 'States', 'QueryLanguage', 'TimeoutSeconds', 'Version']

/**
 * Says whether Step Functions would take a definition, and everything that is wrong with it.
 *
 * @param definition an object, or JSON or YAML text
 */
export function validateDefinition(definition: unknown, options: ValidateOptions = {}): Validation {
  const report = new Report()
  const source = definitionOf(definition)
  if (source === undefined) report.schema('', 'Definition must be a valid JSON object')
  else validate(report, source, definition, options)
  return { accepted: report.problems.length === 0, problems: report.problems }
}

/** Complaints after which a definition cannot be read any further. */
const shapeless: ReadonlySet<string> = new Set(['SCHEMA_VALIDATION_FAILED', 'UNSUPPORTED_QUERY_LANGUAGE'])

function validate(
  report: Report,
  source: Record<string, unknown>,
  given: unknown,
  { type = 'STANDARD', limits = {} }: ValidateOptions,
): void {
  const max = limits.definitionBytes ?? awsLimits.definitionBytes
  const bytes = Buffer.byteLength(typeof given === 'string' ? given : JSON.stringify(source))
  if (bytes > max) report.schema('', `The definition has ${bytes} bytes; at most ${max} are allowed`)
  const { QueryLanguage: language = 'JSONPath', TimeoutSeconds: timeout } = source
  if (language !== 'JSONata' && language !== 'JSONPath') {
    report.schema('/QueryLanguage', 'Value should be one of the following: [JSONPath, JSONata]')
  }
  if (timeout !== undefined && !(Number.isInteger(timeout) && (timeout as number) >= 1)) {
    report.schema('/TimeoutSeconds', 'TimeoutSeconds must be a whole number of seconds, at least 1')
  }
  checkScope(
    { report, express: type === 'EXPRESS', jsonata: language === 'JSONata', names: new Map() },
    source,
    '',
    topFields,
  )
  // What is not even shaped like a machine has no paths to follow variables on.
  if (!report.problems.some(({ code }) => shapeless.has(code))) checkVariables(report, source)
}
