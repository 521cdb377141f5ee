import { durationWords } from '../../shared/evidence/duration-words.ts'
import type { Item } from '../../shared/ledger/store.ts'
import type { ReleasePlan } from '../../shared/plan/release-plan.ts'

/** One thing that happened, as a person at the terminal reads it. */
export interface Happening {
  readonly at: number
  readonly phase: string
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad' | 'ask'
  /** A move's share of users now, for the traffic bar. */
  readonly share?: { readonly move: string; readonly percent: number }
}

const text = (item: Item, name: string): string => String(item[name] ?? '')
const time = (item: Item, name: string): number => Number(item[name])
const after = (from: number, to: number): string => durationWords((to - from) / 1000)

/**
 * Turns what is written to the ledger into what happened. Each record tells each of its states once; what a look
 * repeats is not news.
 */
export class Teller {
  readonly #plan: ReleasePlan
  readonly #told = new Set<string>()
  #checks = 0

  constructor(plan: ReleasePlan) {
    this.#plan = plan
  }

  tell(item: Item, at: number): Happening[] {
    const prefix = item.sk.split('#')[0]
    const told = this.#of(prefix ?? '', item, at)
    return told.filter((one) => {
      const key = `${item.sk} ${one.text}`
      if (this.#told.has(key)) return false
      this.#told.add(key)
      return true
    })
  }

  #of(prefix: string, item: Item, at: number): Happening[] {
    switch (prefix) {
      case 'RELEASE':
        return this.#release(item)
      case 'CHECK':
        return this.#check(item, at)
      case 'GATE':
        return this.#gate(item)
      case 'SIGN':
        return [this.#sign(item)]
      case 'LINE':
        return this.#line(item)
      case 'UNDO':
        return this.#undo(item)
      case 'HOLD':
        return this.#hold(item)
      case 'WAIT':
        return this.#wait(item)
      default:
        return []
    }
  }

  #release(item: Item): Happening[] {
    const said: Happening[] = []
    if (item['lockedAt'] !== undefined) {
      said.push({
        at: time(item, 'lockedAt'),
        phase: 'lock',
        text: 'taken; what was signed is looked at again',
        tone: 'plain',
      })
    }
    if (item['keptAt'] !== undefined) said.push({ at: time(item, 'keptAt'), phase: 'bake', text: 'kept', tone: 'good' })
    if (item['backSince'] !== undefined) {
      said.push({
        at: time(item, 'backSince'),
        phase: 'back',
        text: `the way back begins: ${text(item, 'backBecause')}`,
        tone: 'bad',
      })
    }
    if (item['outcome'] !== undefined) {
      const tone = item['outcome'] === 'released' ? 'good' : item['outcome'] === 'stuck' ? 'bad' : 'ask'
      said.push({ at: time(item, 'endedAt'), phase: 'end', text: text(item, 'outcome'), tone })
    }
    return said
  }

  #check(item: Item, at: number): Happening[] {
    const bad = item['verdict'] === 'fail'
    if (item['phase'] === 'preflight') this.#checks += 1
    if (!bad) return []
    return [
      {
        at,
        phase: text(item, 'phase'),
        text: `check "${text(item, 'check')}" fails: ${text(item, 'seen')}`,
        tone: 'bad',
      },
    ]
  }

  #gate(item: Item): Happening[] {
    const phase = text(item, 'gate')
    const roles = Object.entries(item['roles'] as Record<string, { people: string[] }>)
    const said: Happening[] = []
    // Asked again under the lock, they are no second news.
    if (this.#checks > 0 && phase === 'go') {
      said.push({ at: time(item, 'openedAt'), phase: 'preflight', text: `${this.#checks} checks asked`, tone: 'good' })
      this.#checks = 0
    }
    const asks = roles.map(([role, { people }]) => `${role} (${people.join(', ')})`).join(', ')
    said.push({ at: time(item, 'openedAt'), phase, text: `awaits ${asks}`, tone: 'ask' })
    if (item['decision'] !== undefined) {
      const opened = item['decision'] === 'opened'
      const took = after(time(item, 'openedAt'), time(item, 'decidedAt'))
      const why = opened ? '' : `: ${text(item, 'because')}`
      said.push({
        at: time(item, 'decidedAt'),
        phase,
        text: `${text(item, 'decision')} after ${took}${why}`,
        tone: opened ? 'good' : 'bad',
      })
    }
    return said
  }

  #sign(item: Item): Happening {
    const signed = item['decision'] === 'sign'
    const did = signed ? 'signs' : item['decision'] === 'reject' ? 'REJECTS' : 'BREAKS THE GLASS'
    const words = `${text(item, 'person')} ${did} as ${text(item, 'role')}`
    const why = item['reason'] === undefined ? '' : `: ${text(item, 'reason')}`
    return { at: time(item, 'at'), phase: text(item, 'gate'), text: words + why, tone: signed ? 'good' : 'bad' }
  }

  #line(item: Item): Happening[] {
    const phase = item['kind'] === 'dns-ttl' ? 'ttl' : text(item, 'phase')
    const percent = time(item, 'step') % 1000
    const move = this.#plan.cutover.find((one) => one.name === item['action'])
    const name = text(item, 'action')
    const begun = time(item, 'intendedAt')
    const to = move?.kind === 'route53-record' ? ` → ${this.#plan.sides.next}` : ' → new'
    switch (item['state']) {
      case 'intended':
        return [{ at: begun, phase, text: move ? `${name}  ${percent} %${to}` : `${name} begins`, tone: 'plain' }]
      case 'settled': {
        const there = time(item, 'settledAt')
        const watch = move === undefined ? '' : `, watching ${durationWords(move.watchSeconds)}`
        const what = move ? `${name}  ${percent} % there` : `${name} there`
        const share = move === undefined ? {} : { share: { move: name, percent } }
        return [{ at: there, phase, text: `${what} after ${after(begun, there)}${watch}`, tone: 'good', ...share }]
      }
      case 'failed':
      case 'conflicted':
        return [{ at: begun, phase, text: `${name} ${text(item, 'state')}: ${text(item, 'because')}`, tone: 'bad' }]
      default:
        return []
    }
  }

  #undo(item: Item): Happening[] {
    const name = text(item, 'action')
    const begun = time(item, 'startedAt')
    switch (item['state']) {
      case 'undoing':
        return [{ at: begun, phase: 'back', text: `${name}: putting back`, tone: 'plain' }]
      case 'undone': {
        const share = item['stage'] === 'exposure' ? { share: { move: name, percent: 0 } } : {}
        const took = after(begun, time(item, 'undoneAt'))
        return [
          {
            at: time(item, 'undoneAt'),
            phase: 'back',
            text: `${name}: as before, after ${took}`,
            tone: 'good',
            ...share,
          },
        ]
      }
      case 'failed':
      case 'conflicted':
      case 'asks':
        return [
          { at: begun, phase: 'back', text: `${name}: ${text(item, 'state')}, ${text(item, 'because')}`, tone: 'bad' },
        ]
      default:
        return []
    }
  }

  #hold(item: Item): Happening[] {
    const phase = 'hold'
    const point = text(item, 'point').split('@')[0]
    const said: Happening[] = [
      { at: time(item, 'openedAt'), phase, text: `at ${point}: ${text(item, 'because')}`, tone: 'ask' },
    ]
    if (item['answer'] !== undefined) {
      said.push({
        at: time(item, 'answeredAt'),
        phase,
        text: `${text(item, 'answeredBy')} says ${text(item, 'answer')}`,
        tone: 'good',
      })
    }
    return said
  }

  #wait(item: Item): Happening[] {
    if (item['subject'] !== 'bake') return []
    const words = `${durationWords(this.#plan.bake.seconds)} with open eyes`
    return [{ at: time(item, 'since'), phase: 'bake', text: words, tone: 'plain' }]
  }
}
