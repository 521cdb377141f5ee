import type { Decision } from '../shared/gates/decide.ts'
import type { Bench } from './bench.ts'

/** How people behave in a rehearsal: the plan's rehearsal section, changed by faults or by whoever sits at the terminal. */
export interface PeopleScript {
  /** By gate: who does what, how long after being asked. */
  readonly gates: Readonly<Record<string, readonly Deed[]>>
  /** By point (`<move>/<step>`, `bake`, `before-cutover`) or `*` (and `*-again` where people
   * stepped back to): the answer of a hold; nobody answers what is missing. */
  readonly holds: Readonly<Record<string, HoldDeed>>
}
export interface Deed {
  readonly person: string
  readonly afterSeconds: number
  readonly say: 'sign' | 'reject'
  readonly reason?: string
}
export interface HoldDeed {
  readonly person: string
  readonly afterSeconds: number
  readonly answer: 'go-on' | 'step-back' | 'roll-back'
  readonly reason: string
}

/** Somebody who is asked at the terminal instead of the script. */
export type Asked = (question: { gate?: string; hold?: string; text: string }) => Promise<void>

/** Lets people answer what reaches them over SNS, through the same function that mail, Slack and the CLI use. */
export function letPeopleAnswer(bench: Bench, script: PeopleScript): void {
  const { hooks, home, scheduler, functions } = bench
  const asked = new Set<string>()
  const say = (afterSeconds: number, decision: Decision) =>
    scheduler.after(afterSeconds * 1000, () => functions.invoke('approval-decide', decision, () => {}))
  hooks.afterCall.push((call, outcome) => {
    if (call.what !== 'SNS.Publish' || !outcome.ok) return undefined
    const message = call.input as SnsMessage
    const { release, gate, approver, hold } = attributes(message)
    if (release === undefined) return undefined
    if (message.TopicArn === home.approvalsTopic && gate !== undefined) {
      for (const deed of script.gates[gate] ?? []) {
        const once = `${release} ${gate} ${deed.person}`
        if (deed.person !== approver || asked.has(once)) continue
        asked.add(once)
        const { person, reason } = deed
        say(deed.afterSeconds, {
          say: deed.say,
          release,
          gate,
          person,
          channel: 'rehearsal',
          ...(reason !== undefined && { reason }),
        })
      }
    }
    if (message.TopicArn === home.noticesTopic && hold !== undefined && !asked.has(`${release} ${hold}`)) {
      asked.add(`${release} ${hold}`)
      const point = hold.split('@')[0]!
      const again = point.endsWith('-again') ? script.holds['*-again'] : undefined
      const deed = script.holds[point] ?? again ?? script.holds['*']
      if (deed !== undefined) {
        const { person, answer, reason } = deed
        say(deed.afterSeconds, { say: 'answer', release, hold, answer, person, reason, channel: 'rehearsal' })
      }
    }
    return undefined
  })
}

interface SnsMessage {
  readonly TopicArn: string
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>
}
const attributes = (message: SnsMessage): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, value.StringValue]))
