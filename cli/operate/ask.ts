import { WrongInput } from '../../shared/errors.ts'
import { momentWords } from '../../shared/evidence/moment-words.ts'
import type { HoldAnswer, HoldRecord } from '../../shared/ledger/records.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { NotPossible } from '../aws/errors.ts'
import { knownRelease } from '../aws/known-release.ts'
import { say } from '../aws/say.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'

/** Halts a release at its next safe point, or resolves one that is stuck. */
export async function tell(
  tidegate: Tidegate,
  what: 'halt' | 'resolve',
  release: string,
  reason: string,
  out: Out,
): Promise<number> {
  await knownRelease(tidegate, release)
  const { person } = await tidegate.identity()
  const { written, stands } = await say(tidegate, { say: what, release, reason })
  if (!written) throw new NotPossible(`${release}: ${stands}; nothing was changed`)
  const next =
    what === 'halt' ? [`then answer: tidegate answer ${release} go-on | step-back | roll-back --reason "…"`] : []
  tellOut(out, [`${release}: ${stands}`, ...next], { release, person, stands })
  return exitCodes.released
}

export interface AnswerWish {
  readonly answer: HoldAnswer
  readonly reason: string
}

/** Answers the hold that a release stands at. */
export async function answer(tidegate: Tidegate, release: string, wish: AnswerWish, out: Out): Promise<number> {
  await knownRelease(tidegate, release)
  const { holds } = await tidegate.ledger.everything(release)
  const newest = holds.toSorted((a, b) => b.openedAt - a.openedAt)[0]
  if (newest === undefined) {
    throw new WrongInput(`${release} does not hold; nothing was changed; halt it first: tidegate halt ${release}`)
  }
  if (newest.answer !== undefined) throw decided(release, newest)
  const { person } = await tidegate.identity()
  const { written, stands } = await say(tidegate, {
    say: 'answer',
    release,
    hold: newest.point,
    answer: wish.answer,
    reason: wish.reason,
  })
  if (!written) throw new NotPossible(`the hold of ${release} stands ${stands}; nothing was changed`)
  tellOut(out, [`${release}: ${stands} at ${newest.point.split('@')[0]}`], {
    release,
    person,
    stands,
    hold: newest.point,
  })
  return exitCodes.released
}

const decided = (release: string, { point, answer, answeredBy, answeredAt, reason }: HoldRecord): NotPossible =>
  new NotPossible(
    `the hold of ${release} at ${point.split('@')[0]} was answered ${answer} by ${answeredBy} at ` +
      `${momentWords(answeredAt ?? 0)}${reason === undefined ? '' : ` (${reason})`}; nothing was changed`,
  )
