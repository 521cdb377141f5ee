import { redact, redactFacts } from './redact.ts'

export interface LogHead {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly at: number
  /** Short name of the function that speaks. */
  readonly function: string
  readonly release: string | undefined
  /** Of the X-Ray trace that the line belongs to. */
  readonly trace?: string | undefined
}

/**
 * One log line as JSON, without secrets.
 *
 * Field names are those of Powertools' logger, so that its queries work; what its import costs each start is not spent
 * (ADR 14). Facts come last but never hide the head.
 */
export function logLine(head: LogHead, facts: Readonly<Record<string, unknown>> = {}): string {
  const line = {
    level: head.level.toUpperCase(),
    message: redact(head.message),
    timestamp: new Date(head.at).toISOString(),
    service: `tidegate-${head.function}`,
    ...(head.release === undefined ? {} : { release: head.release }),
    ...(head.trace === undefined ? {} : { xray_trace_id: head.trace }),
  }
  return `${JSON.stringify({ ...line, ...(redactFacts(facts) as object), ...line })}\n`
}
