/** `['cutover', 1, 'steps']` → `cutover[1].steps` */
export const pathWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, one) => (typeof one === 'number' ? `${text}[${one}]` : text === '' ? String(one) : `${text}.${String(one)}`),
    '',
  )
