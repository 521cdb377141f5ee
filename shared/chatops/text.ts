/** Text from anywhere, in a message: nothing in it is a mention, a link or a format of ours. */
export const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(/\s+/g, ' ').trim()

/** At most so many characters, with a sign that there was more. */
export const clip = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`)

/** A moment that everybody reads in their own time zone. */
export function momentIn(ms: number): string {
  const utc = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${utc}>`
}

/** Words of the command line, as one would type them in Slack. */
export const asTypedHere = (text: string): string =>
  text
    .replaceAll(/\btidegate (?=(release|status|approve|reject|halt|rollback)\b)/g, '/tidegate ')
    .replaceAll(/ --(watch|version)\b/g, '')
