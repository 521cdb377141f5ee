type Points = ReadonlyMap<number, number>

/** The little of CloudWatch's metric math that plans use: + - * /, brackets, numbers, ids, FILL(m, number). */
export function evaluate(
  expression: string,
  series: ReadonlyMap<string, Points>,
  times: readonly number[],
): Map<number, number> {
  const points = new Map<number, number>()
  for (const at of times) {
    const value = valueAt(expression, (id) => series.get(id)?.get(at))
    // Missing in, missing out; CloudWatch drops what is divided by zero.
    if (value !== undefined && Number.isFinite(value)) points.set(at, value)
  }
  return points
}

function valueAt(expression: string, read: (id: string) => number | undefined): number | undefined {
  const tokens = expression.match(/FILL|\d+(?:\.\d+)?|[a-z]\w*|[-+*/(),]/g) ?? []
  const take = () => tokens.shift()
  const combine = (a: number | undefined, b: number | undefined, how: (a: number, b: number) => number) =>
    a === undefined || b === undefined ? undefined : how(a, b)
  const factor = (): number | undefined => {
    const token = take() ?? ''
    if (token === '(') {
      const value = sum()
      take()
      return value
    }
    if (token === 'FILL') {
      take()
      const value = sum()
      take()
      const instead = sum()
      take()
      return value ?? instead
    }
    return /^\d/.test(token) ? Number(token) : read(token)
  }
  const product = (): number | undefined => {
    let value = factor()
    while (tokens[0] === '*' || tokens[0] === '/') {
      value = take() === '*' ? combine(value, factor(), (a, b) => a * b) : combine(value, factor(), (a, b) => a / b)
    }
    return value
  }
  const sum = (): number | undefined => {
    let value = product()
    while (tokens[0] === '+' || tokens[0] === '-') {
      value = take() === '+' ? combine(value, product(), (a, b) => a + b) : combine(value, product(), (a, b) => a - b)
    }
    return value
  }
  return sum()
}
