/** The result of an expression is, or holds, a function. */
export class UnsupportedResult {}

interface Marked {
  _jsonata_function?: boolean
  _jsonata_lambda?: boolean
  sequence?: boolean
  cons?: boolean
}

/**
 * Turns what the JSONata library answers into plain JSON data, as Step Functions would write it.
 *
 * The library marks its sequences with hidden properties, which would change their meaning when they are read again,
 * and gives `Infinity` where Step Functions gives the text "Infinity".
 *
 * @throws {UnsupportedResult}
 */
export function normalize(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'function':
      throw new UnsupportedResult()
    case 'object':
      return value === null ? null : normalizeObject(value)
    default:
      return value
  }
}

function normalizeObject(value: object): unknown {
  if (Array.isArray(value)) return normalizeArray(value)
  const { _jsonata_function, _jsonata_lambda } = value as Marked
  if (_jsonata_function === true || _jsonata_lambda === true) throw new UnsupportedResult()
  const source = value as Record<string, unknown>
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(source)) {
    const before = source[key]
    const after = normalize(before)
    if (after === before) continue
    copy ??= { ...source }
    copy[key] = after
  }
  return copy ?? value
}

function normalizeArray(value: unknown[]): unknown[] {
  const { sequence, cons } = value as Marked
  let copy = sequence === true || cons === true ? value.slice() : undefined
  for (let index = 0; index < value.length; index++) {
    const before = value[index]
    const after = normalize(before)
    if (after === before && !Number.isNaN(before)) continue
    copy ??= value.slice()
    copy[index] = after
  }
  return copy ?? value
}
