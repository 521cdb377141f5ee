const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** `2 min 10 s`, `24 h`, `1 h 4 min`: at most two units, rounded up in the smaller one. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  // A day and a bit is told in hours, because bakes are planned in hours.
  const from = whole >= 172_800 ? 0 : whole >= 3_600 ? 1 : whole >= 60 ? 2 : 3
  const [big, bigSeconds] = units[from]!
  const next = units[from + 1]
  if (next === undefined) return `${whole} ${big}`
  const [small, smallSeconds] = next
  const rounded = Math.ceil(whole / smallSeconds) * smallSeconds
  const rest = (rounded % bigSeconds) / smallSeconds
  const head = `${Math.floor(rounded / bigSeconds)} ${big}`
  return rest === 0 ? head : `${head} ${rest} ${small}`
}
