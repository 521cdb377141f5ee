import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { sns } from '../clients/sns.ts'
import { PeopleAskedBack, WrongInput } from '../errors.ts'
import { deadlineWords } from '../evidence/moment-words.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type HoldRecord, type KnownPerson, schema, type WaitRecord } from '../ledger/records.ts'
import { tellChat } from '../notices/chat.ts'
import { publishedPeople } from '../people/published.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import { fail, succeed } from '../waits/answer.ts'
import { isOver, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { askEach } from './ask-each.ts'
import { holdWhy, whoIsWhere } from './hold-card.ts'
import { oneLine } from './invitation.ts'
import { inviteToHold } from './invitation-to-hold.ts'
import { answerWords, pointWords } from './point-words.ts'
import { whoAnswers } from './who.ts'

export const HoldInput = z.strictObject({
  do: z.literal('hold'),
  release: z.string(),
  epoch: z.int(),
  /** Where it holds: `<move>/<step>`, `before-cutover` or `bake`. */
  point: z.string(),
  /** Tells one hold at the same point from the next. */
  because: z.string(),
  token: z.string(),
  entered: Entered,
})

/** Stops at a safe point with the lock kept and asks people: go on, step back, roll back; deadline and default named. */
export async function holdAndAsk(input: z.infer<typeof HoldInput>, world: World): Promise<void> {
  const ledger = open(world.store)
  const release = await fence(ledger, input.release, input.epoch)
  const plan = await ledger.plan(input.release)
  const point = `${input.point}@${input.entered.at}`
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `hold/${input.point}`,
    subject: 'hold',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: plan.hold.seconds,
    firstLookSeconds: Math.min(900, plan.hold.seconds),
    detail: { point, opened: input.entered.at },
  })
  if (wait === undefined) return
  const known = await whoMayAnswer(world, plan)
  const hold = await ledger.openHold(input.release, {
    schema,
    point,
    because: input.because,
    openedAt: world.now(),
    endsAt: world.now() + plan.hold.seconds * 1000,
    // Where there is no step to go back to, the careful default is all the way.
    byDefault: plan.hold.byDefault === 'step-back' && !/\/\d+$/.test(input.point) ? 'roll-back' : plan.hold.byDefault,
    known,
  })
  const asked = Object.keys(hold.known ?? {}).map((person) => ({
    person,
    ask: () => inviteToHold(world, ledger, { release, plan, hold, person }),
  }))
  await askEach(world, ledger, release, `the hold at ${input.point}`, asked)
  const { PublishCommand, SNSClient } = await sns(world)
  await world.send(
    SNSClient,
    new PublishCommand({
      TopicArn: world.home.noticesTopic,
      Subject: `HOLD: ${input.release}`,
      Message:
        `${release.system} ${release.version} to ${release.environment} holds, ${pointWords(input.point)}: ${oneLine(holdWhy(hold))}\n` +
        `${whoIsWhere(input.point)} Asked until ${deadlineWords(hold.endsAt)}; without an answer ${answerWords[hold.byDefault]}.\n` +
        `Whoever is asked has a link of their own; or: tidegate answer ${input.release} go-on | step-back | roll-back --reason "..."`,
      MessageAttributes: {
        release: { DataType: 'String', StringValue: input.release },
        hold: { DataType: 'String', StringValue: point },
      },
    }),
  )
  await tellChat(world, release, {
    what: 'hold',
    title: `HOLD: ${release.system} ${release.version}, ${pointWords(input.point)}`,
    text: `${holdWhy(hold)}\n\nAsked until ${deadlineWords(hold.endsAt)}; without an answer **${answerWords[hold.byDefault]}**.`,
    next: [`tidegate answer ${input.release} go-on | step-back | roll-back --reason "…"`],
  })
  await startRechecks(world, wait)
}

/** Where nobody is published, notices and the command line are left: a hold must never fail for want of people. */
async function whoMayAnswer(world: World, plan: ReleasePlan): Promise<Record<string, KnownPerson>> {
  try {
    return whoAnswers(await publishedPeople(world), plan.gates, plan.system)
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error
    world.log('error', `nobody is asked by name at this hold: ${error.message}`)
    return {}
  }
}

/** Answers the hold's token: by a signed decision, or at its deadline by its default. */
export async function lookAtHold(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  const point = String(wait.detail['point'])
  let hold = await ledger.hold(wait.release, point)
  if (hold === undefined) return
  if (hold.answer === undefined) {
    if (world.now() < hold.endsAt && !isOver(world, wait)) return
    const late = 'nobody answered by the deadline'
    hold = await ledger.answerHold(wait.release, point, hold.byDefault, 'deadline', late, world.now())
  }
  await ledger.clearHalt(wait.release)
  return carryOn(world, ledger, wait, hold)
}

async function carryOn(world: World, ledger: Ledger, wait: WaitRecord, hold: HoldRecord): Promise<void> {
  if (hold.answer === 'roll-back') {
    const by = hold.answeredBy ?? 'deadline'
    return fail(world, ledger, wait, new PeopleAskedBack(by, hold.point.split('@')[0]!, hold.reason ?? hold.because))
  }
  return succeed(world, ledger, wait, { answer: hold.answer ?? hold.byDefault })
}
