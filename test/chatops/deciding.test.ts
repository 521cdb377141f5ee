import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AwsUnavailable } from '../../shared/errors.ts'
import { buttonOf, cardText, lastAnswer, type Night, release, slackNight, threadOf } from './night.ts'
import { directory } from './people.ts'

let night: Night
beforeEach(async () => {
  night = await slackNight()
  await night.types('U0FAY', 'release serveml 2.4.0')
  await night.until(() => cardText(night.slack).includes('*Gate go*'))
})
afterEach(() => night.end())

const recordOf = () => night.bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' })
const over = () => night.until(() => recordOf()?.['outcome'] !== undefined)
async function toCutover() {
  for (const user of ['U0ANA', 'U0BO', 'U0CY']) await night.presses(user, 'tidegate-sign')
  await night.until(() => cardText(night.slack).includes('*Gate cutover*'))
  for (const user of ['U0DEE', 'U0ELI']) await night.presses(user, 'tidegate-sign')
}
async function toHold() {
  await toCutover()
  await night.until(() => JSON.stringify(night.slack.messages).includes('5 % of api.serveml.example'))
  await night.types('U0FAY', `halt ${release} the telephones ring`)
  await night.until(() => cardText(night.slack).includes('*It holds: '))
}

describe('a rejection', () => {
  it('asks for a reason in a form, by the button as by the command, and ends the release with it', async () => {
    await night.types('U0BO', `reject ${release} go`)
    expect(night.slack.views).toHaveLength(1)
    expect((await night.presses('U0BO', 'tidegate-reject')).body).toBe('')
    expect(night.slack.views).toHaveLength(2)
    const unfinished = await night.fills('U0BO', '   ')
    expect(JSON.parse(unfinished.body)).toEqual({
      response_action: 'errors',
      errors: { reason: 'People and the evidence need a reason' },
    })
    expect(await night.ledger.signs(release, 'go')).toEqual([])
    await night.fills('U0BO', 'the pen test <!channel> is not done')
    await over()
    await night.settle(90)
    expect(recordOf()).toMatchObject({ outcome: 'refused' })
    const [sign] = await night.ledger.signs(release, 'go')
    expect(sign).toMatchObject({
      person: 'bo',
      decision: 'reject',
      channel: 'slack',
      reason: 'the pen test <!channel> is not done',
    })
    expect(threadOf(night.slack)).toContain(
      'bo *rejected* as security lead (slack): the pen test &lt;!channel&gt; is not done',
    )
    expect(JSON.stringify(night.slack.messages)).not.toContain('<!channel>')
  })

  it('opens no form for whom nobody knows', async () => {
    const told = await night.presses('U0NOBODY', 'tidegate-reject')
    expect(told.body).toContain('Tidegate does not know you')
    expect(night.slack.views).toEqual([])
  })

  it('says so when Slack opens no form, and nothing is decided', async () => {
    night.slack.refuseNext('views.open', { body: '{"ok":false,"error":"expired_trigger_id"}' })
    const told = await night.presses('U0BO', 'tidegate-reject')
    expect(told.body).toContain('Tidegate could not take this on; nothing was done')
    expect(await night.ledger.signs(release, 'go')).toEqual([])
  })
})

describe('a signature by the button', () => {
  it('is refused when the card showed something else than what is asked now', async () => {
    const value = JSON.parse(buttonOf(night.slack, 'tidegate-sign')) as object
    await night.presses('U0ANA', 'tidegate-sign', {
      value: JSON.stringify({ ...value, signedDigest: 'sha256:former' }),
    })
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('superseded: what you were shown has changed')
    expect(await night.ledger.signs(release, 'go')).toEqual([])
  })

  it('is refused from whom the gate does not ask, the requester among them', async () => {
    for (const user of ['U0FAY', 'U0DEE']) {
      await night.presses(user, 'tidegate-sign')
      await night.settle()
      expect(lastAnswer(night.slack)).toContain('may not sign at gate "go"')
    }
    expect(await night.ledger.signs(release, 'go')).toEqual([])
  })

  it('stands, and is told so, when neither the gate nor the card can be told at once', async () => {
    let silent = true
    const { hooks } = night.bench
    hooks.beforeCall.push(({ what, by, input }) => {
      const told =
        what === 'SQS.SendMessage' || (what.startsWith('ledger:') && JSON.stringify(input).includes('"SLACK"'))
      return silent && by === 'chatops' && told ? { fail: new AwsUnavailable(what, 'no answer') } : undefined
    })
    await night.presses('U0ANA', 'tidegate-sign')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('gate go: sign by ana as engineering-lead')
    silent = false
    await night.settle(200)
    expect(cardText(night.slack)).toContain('signed by Ana')
  })

  it('comes too late when the gate is decided, and is told what stands', async () => {
    const value = buttonOf(night.slack, 'tidegate-sign')
    await toCutover()
    await night.settle()
    await night.presses('U0ANA', 'tidegate-sign', { value })
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('Gate go of serveml-2-4-0-1 stands opened: signed by')
  })
})

describe('a hold', () => {
  it('shows what each answer costs, until when, and what happens without one; going on goes on', async () => {
    await toHold()
    const card = cardText(night.slack)
    expect(card).toContain('*It holds: api.serveml.example at 5 %*')
    expect(card).toContain('*Go on*: Nothing is lost now')
    expect(card).toContain('*Step back*: The users who moved last go back')
    expect(card).toContain('*Roll back*: Users are back within 5 min, everything within 30 min')
    expect(card).toContain('without an answer: *Roll back*')
    // Who asked for the release and signs nothing may halt it, and is not asked what now.
    await night.presses('U0FAY', 'tidegate-go-on')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('fay may not answer this hold of serveml-2-4-0-1; it asks ana')
    await night.presses('U0CY', 'tidegate-go-on')
    await over()
    expect(recordOf()).toMatchObject({ outcome: 'released' })
    const [hold] = (await night.ledger.everything(release)).holds
    expect(hold).toMatchObject({ answer: 'go-on', answeredBy: 'cy', channel: 'slack', proved: 'slack' })
  })

  it('is answered by whom it asks, also when they hold their roles for another system', async () => {
    night.end()
    night = await slackNight({ people: { ...directory, onCall: ['hal'] } })
    await night.types('U0FAY', 'release serveml 2.4.0')
    await night.until(() => cardText(night.slack).includes('*Gate go*'))
    await toHold()
    await night.types('U0HAL', `halt ${release} it is my night`)
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('You hold no role for serveml')
    await night.presses('U0HAL', 'tidegate-go-on')
    await over()
    const [hold] = (await night.ledger.everything(release)).holds
    expect(hold).toMatchObject({ answer: 'go-on', answeredBy: 'hal', proved: 'slack' })
  })

  it('is rolled back with a reason that a form asks for', async () => {
    await toHold()
    await night.presses('U0ANA', 'tidegate-roll-back')
    expect(night.slack.views.at(-1)?.view['title']).toMatchObject({ text: 'Roll a release back' })
    await night.fills('U0ANA', 'too many calls')
    await over()
    await night.settle(90)
    expect(recordOf()).toMatchObject({ outcome: 'rolled-back' })
    expect(threadOf(night.slack).some((line) => line.startsWith('Ana answered: roll back: too many calls'))).toBe(true)
    expect(night.slack.cards.at(-1)?.text).toContain('rolled back')
  })
})

describe('the way back by a command', () => {
  it('begins as a person asks, and is refused when all is over', async () => {
    await toCutover()
    await night.until(() => JSON.stringify(night.slack.messages).includes('5 % of api.serveml.example'))
    await night.types('U0CY', `rollback ${release} users complain`)
    await over()
    await night.settle(90)
    expect(recordOf()).toMatchObject({ outcome: 'rolled-back' })
    expect(
      threadOf(night.slack).some((line) =>
        line.startsWith('*The way back has begun*: cy asked for it: users complain'),
      ),
    ).toBe(true)
    await night.types('U0CY', `rollback ${release} once more`)
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('ended rolled-back')
    await night.types('U0CY', `halt ${release} once more`)
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('there is nothing to halt; nothing was changed')
  })
})
