import pc from 'picocolors'

/** Whether something may be drawn and drawn over: a terminal, and nobody's log. */
export const lively = (stream: { readonly isTTY?: boolean }): boolean =>
  stream.isTTY === true && !process.env['CI'] && process.env['TERM'] !== 'dumb'

/** Colours for what reads them. picocolors alone would colour logs of CI too. */
export const coloursFor = (stream: { readonly isTTY?: boolean }) =>
  pc.createColors(lively(stream) && !process.env['NO_COLOR'])
