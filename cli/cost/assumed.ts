/** What no rehearsal can tell and a bill depends on. Each is stated on the page, and rather too much than too little. */
export const assumed = {
  /** An invocation that works: a handful of calls of ten to thirty milliseconds each, a start now and then. */
  workSeconds: 0.3,
  /** A sweep with nothing open: one query. */
  sweepSeconds: 0.1,
  /** As in serverless.yml. */
  memoryGigabytes: 0.5,
  /** Lambda's own lines (start, report), and the state machines' (no data, ADR 10). */
  logBytesPerInvocation: 600,
  logBytesPerHistoryEvent: 700,
  /** Sent, received, deleted. */
  requestsPerMessage: 3,
  /** Lambda asks an idle queue with five long polls of 20 s at a time. */
  pollsPerMinute: 15,
  minutesPerMonth: 30 * 24 * 60,
  /** What a year of weekly releases leaves behind. */
  releasesKept: 50,
} as const
