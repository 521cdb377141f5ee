const open = '{%'
const close = '%}'

/** The expression inside a text such as `{% $states.input %}`; undefined when the text is meant as it stands. */
export function expressionIn(text: string): string | undefined {
  if (!text.startsWith(open) || !text.endsWith(close) || text.length < open.length + close.length) return undefined
  return text.slice(open.length, -close.length).trim()
}

/** Whether a text has one delimiter of an expression without the other, which Step Functions refuses. */
export function isHalfOpen(text: string): boolean {
  return text.startsWith(open) !== text.endsWith(close) || (text.startsWith(open) && text.length < 4)
}
