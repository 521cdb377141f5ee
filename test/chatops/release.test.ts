import { afterEach, describe, expect, it } from 'vitest'
import { fold } from '../../shared/evidence/fold.ts'
import { cardText, lastAnswer, type Night, release, said, slackNight, threadOf } from './night.ts'

let night: Night
afterEach(() => night.end())

const recordOf = () => night.bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' })
const awaits = (gate: string) => () => cardText(night.slack).includes(`*Gate ${gate}*`)

describe('a release of which everything is said in Slack', () => {
  it('is started, signed and told there, and the evidence says so', async () => {
    night = await slackNight()
    expect(said(await night.types('U0FAY', 'release serveml 2.4.0 --reason "the fix"'))).toBe('On it…')
    await night.until(awaits('go'))
    expect(night.slack.answers[0]).toMatchObject({ to: 'U0FAY', text: expect.stringContaining(`${release} has begun`) })
    for (const user of ['U0ANA', 'U0BO', 'U0CY']) {
      expect((await night.presses(user, 'tidegate-sign')).statusCode).toBe(200)
      await night.settle()
      expect(lastAnswer(night.slack)).toContain('sign by')
    }
    await night.until(awaits('cutover'))
    for (const user of ['U0DEE', 'U0ELI']) {
      await night.types(user, `approve ${release} cutover`)
      await night.settle()
    }
    await night.until(() => recordOf()?.['outcome'] !== undefined)
    await night.settle(120)

    expect(recordOf()).toMatchObject({ outcome: 'released', requester: 'fay', reason: 'the fix' })
    const evidence = fold(await night.ledger.everything(release))
    const signatures = evidence.gates.flatMap((gate) => gate.signatures)
    expect(signatures.map(({ person }) => person).sort()).toEqual(['ana', 'bo', 'cy', 'dee', 'eli'])
    expect(new Set(signatures.map(({ channel }) => channel))).toEqual(new Set(['slack']))

    const [card, ...others] = night.slack.cards
    expect(others).toEqual([])
    expect(card).toMatchObject({
      channel: 'C0RELEASES',
      text: expect.stringContaining('serveml 2.4.0 to production: released'),
    })
    expect(card!.edits).toBeGreaterThan(3)
    expect(cardText(night.slack)).not.toContain('tidegate-sign')
    const thread = threadOf(night.slack)
    expect(new Set(thread).size).toBe(thread.length)
    for (const line of [
      'Asked for by Fay: the fix',
      'Gate go asks <@U0ANA>',
      'Ana signed as engineering lead (slack)',
      'Gate go: opened',
      'Kept: ',
      '*released* after',
    ]) {
      expect(
        thread.filter((one) => one.startsWith(line)),
        line,
      ).toHaveLength(1)
    }
    expect(await night.ledger.slackPending()).toEqual([])
    expect(night.slack.calls.filter(({ answer }) => answer !== 'ok')).toEqual([])
  })
})
