/** `2026-11-21 22:14:07 UTC`: people of one release sit in many time zones. */
export const momentWords = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** `Sat 28 Nov 2026, 22:00 UTC`: for whoever has to keep it, with its day of the week. */
export function deadlineWords(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().split(' ') as [
    string,
    string,
    string,
    string,
    string,
  ]
  return `${weekday.slice(0, 3)} ${Number(day)} ${month} ${year}, ${time.slice(0, 5)} UTC`
}
