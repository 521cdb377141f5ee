import { parse } from 'yaml'

/** A definition as an object, whether it was given as one or as JSON or YAML text; undefined when it is neither. */
export function definitionOf(given: unknown): Record<string, unknown> | undefined {
  let definition = given
  if (typeof given === 'string') {
    try {
      definition = parse(given)
    } catch {
      return undefined
    }
  }
  const isObject = typeof definition === 'object' && definition !== null && !Array.isArray(definition)
  return isObject ? (definition as Record<string, unknown>) : undefined
}
