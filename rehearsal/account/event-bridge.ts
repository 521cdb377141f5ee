import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge'
import type { BusEvent } from '../hooks.ts'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

export interface Rule {
  readonly name: string
  readonly pattern: Pattern
  readonly target: (event: object) => void
}
export interface Pattern {
  readonly [field: string]: Pattern | readonly unknown[]
}

interface Emitted {
  readonly source: string
  readonly 'detail-type': string
  readonly resources?: readonly string[]
  readonly detail: object
}

/** "Typically about half a second", with a tail of seconds (AWS, EventBridge: latency of event delivery). */
const deliverySeconds = [0.5, 3] as const
const entriesMax = 10

/** The default bus: rules, and delivery that is late, lost or doubled when a hook says so. */
export class EventBridge implements Service {
  readonly client = 'EventBridge'
  readonly #account: Account
  readonly #rules: Rule[] = []
  /** Everything that was emitted, for tests and drawing. */
  readonly sent: object[] = []

  constructor(account: Account) {
    this.#account = account
  }

  rule(rule: Rule): void {
    this.#rules.push(rule)
  }

  emit(emitted: Emitted): string {
    const { clock, id, region, hooks } = this.#account
    const event = {
      version: '0',
      id: this.#account.uuid('events'),
      'detail-type': emitted['detail-type'],
      source: emitted.source,
      account: id,
      // EventBridge tells whole seconds.
      time: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
      region,
      resources: emitted.resources ?? [],
      detail: emitted.detail as BusEvent['detail'],
    }
    this.sent.push(event)
    for (const { name, pattern, target } of this.#rules) {
      if (!matches(pattern, event)) continue
      let copies = 1
      let lateMs = 0
      for (const hook of hooks.onEvent) {
        const fate = hook({ ...event, target: name })
        if (fate === undefined) continue
        if ('drop' in fate) copies = 0
        else if ('again' in fate) copies += copies === 0 ? 0 : fate.again
        else lateMs += fate.delayMs
      }
      for (let copy = 0; copy < copies; copy++) {
        clock.after(lateMs + this.#account.between('event delivery', deliverySeconds), () => target(event))
      }
    }
    return event.id
  }

  readonly operations = {
    PutEvents: ({ Entries = [] }: PutEventsCommandInput): Answer<PutEventsCommandOutput> => {
      if (Entries.length === 0 || Entries.length > entriesMax) {
        throw new AwsError(
          'ValidationException',
          `1 validation error: between 1 and ${entriesMax} entries are taken at once`,
        )
      }
      return {
        FailedEntryCount: 0,
        Entries: Entries.map(({ Source = '', DetailType = '', Resources = [], Detail = '{}' }) => ({
          EventId: this.emit({
            source: Source,
            'detail-type': DetailType,
            resources: Resources,
            detail: JSON.parse(Detail) as object,
          }),
        })),
      }
    },
  }
}

/** The part of event patterns that serverless.yml uses: values, prefix, suffix, anything-but, exists, nesting. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const found = (event as Record<string, unknown> | undefined)?.[field]
    if (!Array.isArray(wanted)) return matches(wanted as Pattern, found)
    const values = Array.isArray(found) ? found : [found]
    return wanted.some((one) => values.some((value) => fits(one, value)))
  })
}

function fits(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value
  const [[how, what] = []] = Object.entries(wanted)
  const text = typeof value === 'string' ? value : ''
  switch (how) {
    case 'prefix':
      return typeof value === 'string' && text.startsWith(what)
    case 'suffix':
      return typeof value === 'string' && text.endsWith(what)
    case 'exists':
      return (value !== undefined) === what
    case 'anything-but':
      return value !== undefined && ![what].flat().includes(value)
    default:
      throw new Error(`event pattern {${how}: …} is not simulated; add it to rehearsal/account/event-bridge.ts`)
  }
}
