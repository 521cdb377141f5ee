import { durationWords } from '../evidence/duration-words.ts'
import type { HoldAnswer, HoldRecord } from '../ledger/records.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'

/** One answer of a hold, with what it costs and what it loses. */
export interface HoldChoice {
  readonly answer: HoldAnswer
  readonly title: string
  readonly costs: string
}

/** The point of a hold in words: `api.serveml.example at 25 %`. */
export function pointWords(point: string): string {
  const [where = ''] = point.split('@')
  const found = /^(.*)\/(\d+)$/.exec(where)
  if (found !== null) return `${found[1]} at ${Number(found[2]) % 1000} %`
  return where === 'before-cutover' ? 'before users move' : where === 'bake' ? 'the bake' : where
}

/** What may be answered here; there is a step to go back to only where a step was taken. */
export function holdChoices(hold: HoldRecord, plan: ReleasePlan): HoldChoice[] {
  const stepBack: HoldChoice = {
    answer: 'step-back',
    title: 'Step back',
    costs: 'Users of the last step go back to the former version; the release waits there and asks again.',
  }
  return [
    {
      answer: 'go-on',
      title: 'Go on',
      costs: 'Nothing is lost now. What was seen stays as it is, and tripwires still take the release back.',
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
