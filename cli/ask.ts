import { createInterface } from 'node:readline'
import { decideAs } from '../rehearsal/decide-as.ts'
import type { Armed } from '../rehearsal/faults/port.ts'

/** Everybody who is invited has been by then, so that one question comes after the other. */
const invitedMs = 30_000

interface Invited {
  readonly gate: string
  readonly person: string
  readonly text: string
}

/**
 * Asks whoever sits at the terminal at gates and holds; virtual time stands still meanwhile.
 *
 * @returns to be called when the run is over
 */
export function askAtTerminal(bench: Armed): () => void {
  bench.people = { gates: {}, holds: {} }
  const input = answers()
  const { hooks, home, scheduler, release } = bench
  const invited = new Map<string, Invited[]>()
  const held = new Set<string>()
  const asked = new Map<string, string>()

  async function atGate(gate: string, people: readonly Invited[]): Promise<void> {
    input.tell(`\n  Gate "${gate}"\n${indent(people[0]!.text)}\n`)
    for (const one of people) {
      const answer = await input.choose(`  ${one.person}, do you sign?`, ['yes', 'no', 'silent'])
      if (answer === undefined) return
      if (answer === 'silent') continue
      if (answer === 'yes') {
        decideAs(bench, one.person, { say: 'sign', release, gate })
        continue
      }
      const reason = (await input.line('  Why not? ')) || 'not tonight'
      decideAs(bench, one.person, { say: 'reject', release, gate, reason })
      return
    }
  }

  async function atHold(hold: string, text: string): Promise<void> {
    const back = /\/\d+$/.test(hold.split('@')[0]!) ? (['step-back'] as const) : []
    input.tell(`\n  Hold\n${indent(text)}\n`)
    const answer = await input.choose('  On call, what now?', ['go-on', ...back, 'roll-back', 'silent'])
    if (answer === undefined || answer === 'silent') return
    // Who answers must be somebody whom the hold asks.
    const person = asked.get(hold) ?? 'operator'
    decideAs(bench, person, { say: 'answer', release, hold, answer, reason: 'said at the terminal' })
  }

  hooks.afterCall.push((call, outcome) => {
    if (call.what !== 'SNS.Publish' || !outcome.ok) return undefined
    const message = call.input as SnsMessage
    const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue
    const [gate, approver, hold] = [attribute('gate'), attribute('approver'), attribute('hold')]
    if (attribute('release') !== release) return undefined
    if (message.TopicArn === home.approvalsTopic && gate !== undefined && approver !== undefined) {
      const known = invited.get(gate)
      // Invitations may come twice; nobody is asked twice.
      if (known?.some((one) => one.person === approver)) return undefined
      const people = [...(known ?? []), { gate, person: approver, text: textOf(message) }]
      invited.set(gate, people)
      if (known !== undefined) return undefined
      scheduler.after(invitedMs, () => scheduler.standStill(atGate(gate, invited.get(gate) ?? [])))
    }
    if (message.TopicArn === home.approvalsTopic && hold !== undefined && approver !== undefined && !asked.has(hold)) {
      asked.set(hold, approver)
    }
    if (message.TopicArn === home.noticesTopic && hold !== undefined && !held.has(hold)) {
      held.add(hold)
      scheduler.after(invitedMs, () => scheduler.standStill(atHold(hold, message.Message)))
    }
    return undefined
  })
  return () => input.close()
}

interface SnsMessage {
  readonly TopicArn: string
  readonly Message: string
  readonly MessageStructure?: string
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>
}

/** What a mail would say: one text per protocol, or one for all. */
const textOf = ({ Message, MessageStructure }: SnsMessage): string =>
  MessageStructure === 'json' ? (JSON.parse(Message) as { default: string }).default : Message

const indent = (text: string): string => text.replaceAll(/^/gm, '    ')

/** Lines from stdin, one at a time; typed ahead or piped in they wait for their question. At the end nobody answers. */
function answers() {
  const reader = createInterface({ input: process.stdin })
  const waiting: ((line: string | undefined) => void)[] = []
  const ahead: string[] = []
  let ended = false
  reader.on('line', (line) => {
    const next = waiting.shift()
    if (next === undefined) ahead.push(line)
    else next(line)
  })
  reader.on('close', () => {
    ended = true
    for (const next of waiting.splice(0)) next(undefined)
  })
  const tell = (text: string) => process.stdout.write(text)
  const next = (): Promise<string | undefined> => {
    const line = ahead.shift()
    if (line !== undefined || ended) return Promise.resolve(line)
    return new Promise((resolve) => waiting.push(resolve))
  }
  const line = async (question: string): Promise<string | undefined> => {
    tell(question)
    const said = await next()
    if (said === undefined) tell('(nobody answers)\n')
    return said?.trim()
  }
  return {
    tell,
    line,
    /** One of these words, or its beginning. */
    async choose<Word extends string>(question: string, words: readonly Word[]): Promise<Word | undefined> {
      for (;;) {
        const said = await line(`${question} (${words.join(' / ')}) `)
        if (said === undefined) return undefined
        const meant = words.filter((word) => said !== '' && word.startsWith(said.toLowerCase()))
        if (meant.length === 1) return meant[0]
        tell(`  Say one of ${words.join(', ')}.\n`)
      }
    },
    close: () => reader.close(),
  }
}
