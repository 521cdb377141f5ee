/** A schema's message in three parts: what is wrong, why it matters, what would be right. Zod carries one text only. */
export const told = (what: string, why: string, right: string): string => [what, why, right].join('\n')

export function readTold(message: string): { what: string; why: string; right: string } {
  const [what = '', why = '', right = ''] = message.split('\n')
  return { what, why, right }
}

/** A value as it stands in the file, so that its author finds it again. */
export const shown = (value: unknown): string =>
  value === null
    ? 'nothing'
    : typeof value === 'object'
      ? Array.isArray(value)
        ? 'a list'
        : 'a map'
      : JSON.stringify(value)
