/** `2026-11-21 22:14:07 UTC`: people of one release sit in many time zones. */
export const momentWords = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
