/**
 * `Name: cause` as a person reads it.
 *
 * The cause of a Lambda error is JSON (`{errorType, errorMessage}`), of a failed child the description of its
 * execution, of others text, or empty; whatever cannot be read stays as it is.
 */
export function plainCause(because: string): string {
  const at = because.indexOf(': {')
  if (at === -1) return because
  const name = because.slice(0, at)
  try {
    const cause = JSON.parse(because.slice(at + 2)) as Record<string, unknown>
    const message = cause['errorMessage'] ?? cause['Cause'] ?? cause['cause']
    const error = cause['Error'] ?? cause['error'] ?? name
    if (typeof message !== 'string') return `${String(error)}: the execution ended without a word`
    return plainCause(`${String(error)}: ${message}`)
  } catch {
    // Cut at the length that a state may carry: what is there still names the error.
    const [, message] = /"(?:errorMessage|Cause)":\s*"((?:[^"\\]|\\.)*)/.exec(because) ?? []
    return message === undefined ? because : `${name}: ${message}`
  }
}
