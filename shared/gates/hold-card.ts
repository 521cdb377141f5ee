import { durationWords } from '../evidence/duration-words.ts'
import type { HoldAnswer, HoldRecord } from '../ledger/records.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import { calledIn, personIn } from './who.ts'

/** One answer of a hold, with what it costs and what it loses. */
export interface HoldChoice {
  readonly answer: HoldAnswer
  readonly title: string
  readonly costs: string
}

/** Who is where while it holds: `5 % of the users of api.serveml.example are on the new version.` */
export function whoIsWhere(point: string): string {
  const [where = ''] = point.split('@')
  const found = /^(.*)\/(\d+)$/.exec(where)
  if (found !== null) return `${Number(found[2]) % 1000} % of the users of ${found[1]} are on the new version.`
  return where === 'bake' ? 'All users are on the new version.' : 'No user is on the new version yet.'
}

/** Why it holds, without the words of the error that stopped it; whoever asked for it is called by name. */
export function holdWhy(hold: Pick<HoldRecord, 'because' | 'known'>): string {
  const why = hold.because.replace(/^holding at "[^"]*": /, '')
  const asked = /^(\S+)( asked to halt: .*)$/s.exec(why)
  return asked === null ? why : `${calledIn(hold, personIn(hold, asked[1]!))}${asked[2]}`
}

/** What may be answered here; there is a step to go back to only where a step was taken. */
export function holdChoices(hold: HoldRecord, plan: ReleasePlan): HoldChoice[] {
  const stepBack: HoldChoice = {
    answer: 'step-back',
    title: 'Step back',
    costs: 'The users who moved last go back to the former version; the release waits there and asks again.',
  }
  return [
    {
      answer: 'go-on',
      title: 'Go on',
      costs:
        'Nothing is lost now. More users follow, and it is still taken back by itself when errors or slowness pass their limits.',
    },
    ...(/\/\d+$/.test(hold.point.split('@')[0]!) ? [stepBack] : []),
    {
      answer: 'roll-back',
      title: 'Roll back',
      costs:
        `Users are back within ${durationWords(plan.back.fastSeconds)}, everything within ` +
        `${durationWords(plan.back.fullSeconds)}. Data that was written meanwhile is kept and never restored without asking.`,
    },
  ]
}
