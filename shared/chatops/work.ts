import { WrongInput } from '../errors.ts'
import { durationWords } from '../evidence/duration-words.ts'
import { type Decision, decide } from '../gates/decide.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { workSeconds } from '../limits.ts'
import type { Directory } from '../people/directory.ts'
import { publishedPeople } from '../people/published.ts'
import { askRelease } from '../phases/ask.ts'
import { nearest } from '../plan/fault.ts'
import { askBack } from '../wayback/ask.ts'
import type { World } from '../world.ts'
import { slackApi } from './api.ts'
import { refresh } from './refresh.ts'
import { reply } from './reply.ts'
import { isSealed } from './seal.ts'
import { slackSecret } from './secret.ts'
import { statusWords } from './status.ts'
import { asTypedHere, plain } from './text.ts'
import { type Member, mayDecide, mayOperate, NotForYou, personIn } from './who.ts'
import type { Said } from './words.ts'
import type { Work } from './work-input.ts'

/** Does what somebody asked for in Slack, as the person whom Slack proved, and tells them in one line. */
export async function carryOut(work: Work, world: World): Promise<void> {
  const { said, from, delivery, answer } = work
  if (!isSealed(work, await slackSecret(world))) {
    world.log(
      'error',
      `"${said.say}" came from nobody who answers Slack; nothing was done; see who invoked this function`,
    )
    return
  }
  if (world.now() - work.at > workSeconds * 1000) {
    world.log(
      'error',
      `"${said.say}" from Slack came ${durationWords((world.now() - work.at) / 1000)} late; nothing was done`,
    )
    return reply(
      world,
      answer,
      `"${said.say}" could not be done in time; nothing was done; ask again if it is still right`,
    )
  }
  let line: string
  try {
    line = await done(world, said, from, delivery)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const plainly = error instanceof NotForYou || /^(WrongInput|NotPossible|ReleaseUnknown)$/.test(error.name)
    if (!plainly && error.name !== 'SlackRefused') {
      // Tried again by Lambda: whatever was decided is written once.
      world.log('error', `"${said.say}" from Slack failed: ${error.name}: ${error.message}`)
      throw error
    }
    line = plainly
      ? asTypedHere(error.message)
      : `Slack did not say who you are (${error.message}); nothing was done; try again`
  }
  await reply(world, answer, plain(line))
}

async function done(world: World, said: Said, from: Member, delivery: string): Promise<string> {
  const people = await publishedPeople(world)
  const person = personIn(people, from)
  const ledger = open(world.store)
  if (said.say === 'status') return statusWords(ledger, said.about, world.now())
  await mayDecide(await slackApi(world), from)
  if (said.say === 'release') {
    mayOperate(people, person, said.system)
    const { say: _say, ...wish } = said
    const asked = { ...wish, requester: person }
    const { release } = await askRelease(world, ledger, asked, (offered) => ledger.nameDelivery(delivery, offered))
    return `${release} has begun, asked for by ${person}; its message comes in a moment`
  }
  const record = await knownRelease(ledger, said.release)
  const line = await decided(world, ledger, people, said, record, person, delivery)
  await show(world, ledger, said.release, people)
  return line
}

/** What was decided stands, whether its message can be edited now or not; the next minute's refresh does it. */
async function show(world: World, ledger: Ledger, release: string, people: Directory): Promise<void> {
  try {
    await refresh(world, ledger, release, people)
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    world.log('error', `what was decided is not shown in Slack yet: ${why}`, { release })
  }
}

async function decided(
  world: World,
  ledger: Ledger,
  people: Directory,
  said: Exclude<Said, { say: 'release' | 'status' }>,
  record: ReleaseRecord,
  person: string,
  delivery: string,
): Promise<string> {
  const { release } = said
  if (said.say === 'sign' || said.say === 'reject') {
    const { written, stands } = await decide({ ...said, person, channel: 'slack', proved: 'slack' }, world)
    const decidedNow = written
      ? `${release}, gate ${said.gate}: ${stands}`
      : `Gate ${said.gate} of ${release} stands ${stands}; nothing was changed`
    return decidedNow
  }
  // Whoever is on call, or stands in, need not hold a role for the system: the hold itself says whom it asks.
  const hold = said.say === 'answer' ? await ledger.hold(release, said.hold) : undefined
  if (!Object.hasOwn(hold?.known ?? {}, person)) mayOperate(people, person, record.system)
  if (said.say === 'rollback') {
    await askBack(world, ledger, record, person, said.reason)
    return `The way back of ${release} has begun, asked for by ${person}`
  }
  const decision: Decision = { ...said, person, channel: 'slack', proved: 'slack', once: delivery }
  const { written, stands } = await decide(decision, world)
  return written ? `${release}: ${stands}` : `${release}: ${stands}; nothing was changed`
}

/** @throws {WrongInput} the ledger knows no such release; says which was probably meant */
async function knownRelease(ledger: Ledger, id: string): Promise<ReleaseRecord> {
  const known = await ledger.release(id)
  if (known !== undefined) return known
  const names = (await ledger.openReleases()).map(({ release }) => release)
  const near = nearest(id, names)
  const right =
    near !== undefined
      ? `did you mean ${near}?`
      : names.length === 0
        ? 'none is open'
        : `open are ${names.slice(0, 5).join(', ')}`
  throw new WrongInput(`there is no release ${id}; nothing was changed; ${right}`)
}
