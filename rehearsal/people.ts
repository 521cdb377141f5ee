import { shortName } from '../shared/gates/visit.ts'
import type { GateRecord } from '../shared/ledger/records.ts'
import type { Bench } from './bench.ts'
import { clickThrough, linkIn, scan } from './browser.ts'
import { decideAs } from './decide-as.ts'

/** How people behave in a rehearsal: the plan's rehearsal section, changed by faults or by whoever sits at the terminal. */
export interface PeopleScript {
  /** By gate: who does what, how long after being asked. */
  readonly gates: Readonly<Record<string, readonly Deed[]>>
  /** By point (`<move>/<step>`, `bake`, `before-cutover`) or `*` (and `*-again` where people
   * stepped back to): the answer of a hold; nobody answers what is missing. */
  readonly holds: Readonly<Record<string, HoldDeed>>
  /** Something opens every link before people do. */
  readonly scanned?: boolean
}
export interface Deed {
  readonly person: string
  readonly afterSeconds: number
  readonly say: 'sign' | 'reject'
  readonly reason?: string
  /** Presses the button so often at once. */
  readonly times?: number
  /** Where from; whoever a link was forwarded to is elsewhere. */
  readonly from?: string
  /** Only when it is too late. */
  readonly late?: boolean
}
export interface HoldDeed {
  readonly person: string
  readonly afterSeconds: number
  readonly answer: 'go-on' | 'step-back' | 'roll-back'
  readonly reason: string
}

/** Somebody who is asked at the terminal instead of the script. */
export type Asked = (question: { gate?: string; hold?: string; text: string }) => Promise<void>

/**
 * Lets people answer what reaches them over SNS: each opens their own link and sends the form of its page, or decides at the
 * command line, through the functions that do so on AWS.
 */
export function letPeopleAnswer(bench: Bench, script: PeopleScript): void {
  const { hooks, home, account } = bench
  const asked = new Set<string>()
  const once = (key: string, act: () => void) => {
    if (asked.has(key)) return
    asked.add(key)
    act()
  }
  hooks.afterCall.push((call, outcome) => {
    if (call.what !== 'SNS.Publish' || !outcome.ok) return undefined
    const message = account.sns.outbox.at(-1)!
    const { release, gate, approver, hold } = message.attributes
    if (release === undefined) return undefined
    if (message.topic === home.approvalsTopic && approver !== undefined) {
      const url = linkIn(message.message)
      if (url !== undefined && script.scanned === true) scan(bench, url)
      for (const deed of gate === undefined ? [] : (script.gates[gate] ?? [])) {
        if (deed.person !== approver) continue
        once(`${release} ${gate} ${deed.person} ${deed.say}`, () => act(bench, { release, gate: gate!, url, deed }))
      }
      const answer = hold === undefined ? undefined : answerOf(script, hold)
      if (answer?.person === approver) once(`${release} ${hold}`, () => answerHold(bench, release, hold!, answer, url))
    }
    // Whoever is not among those who are asked has the command line.
    if (message.topic === home.noticesTopic && hold !== undefined) {
      const answer = answerOf(script, hold)
      if (answer !== undefined) once(`${release} ${hold}`, () => answerHold(bench, release, hold, answer, undefined))
    }
    return undefined
  })
}

interface Act {
  readonly release: string
  readonly gate: string
  readonly url: string | undefined
  readonly deed: Deed
}

function act(bench: Bench, { release, gate, url, deed }: Act): void {
  const { person, say, reason, afterSeconds, late } = deed
  const pk = `RELEASE#${release}`
  const { endsAt = 0 } = (bench.table.get({ pk, sk: `GATE#${gate}` }) ?? {}) as unknown as Partial<GateRecord>
  const afterMs = late === true ? endsAt + 60_000 - bench.scheduler.now() : afterSeconds * 1000
  bench.scheduler.after(afterMs, () => {
    if (url === undefined) {
      return decideAs(bench, person, { say, release, gate, ...(reason !== undefined && { reason }) })
    }
    const typed = shortName(bench.table.get({ pk, sk: 'RELEASE' }) as never)
    const fields = { say, reason: reason ?? '', ...(say === 'sign' && { typed }) }
    const { times, from } = deed
    clickThrough(bench, { url, fields, ...(times !== undefined && { times }), ...(from !== undefined && { from }) })
  })
}

function answerOf({ holds }: PeopleScript, hold: string): HoldDeed | undefined {
  const point = hold.split('@')[0]!
  const again = point.endsWith('-again') ? holds['*-again'] : undefined
  return holds[point] ?? again ?? holds['*']
}

function answerHold(bench: Bench, release: string, hold: string, deed: HoldDeed, url: string | undefined): void {
  const { person, answer, reason, afterSeconds } = deed
  bench.scheduler.after(afterSeconds * 1000, () => {
    if (url === undefined) return decideAs(bench, person, { say: 'answer', release, hold, answer, reason })
    const typed = shortName(bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' }) as never)
    clickThrough(bench, { url, fields: { say: answer, reason, ...(answer === 'go-on' && { typed }) } })
  })
}
