import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testSecret } from '../../rehearsal/slack/join.ts'
import { commandBody, signed } from '../../rehearsal/slack/requests.ts'
import { digestOf } from '../../shared/plan/digest.ts'
import { cardText, lastAnswer, type Night, release, said, slackNight } from './night.ts'
import { directory, team } from './people.ts'

let night: Night
beforeEach(async () => {
  night = await slackNight()
})
afterEach(() => night.end())

const everything = () => digestOf(night.bench.table.dump())
const now = () => night.bench.scheduler.now()
const from = (user = 'U0FAY') => {
  const { trigger, responseUrl } = night.slack.did(user)
  return { user, team, trigger, responseUrl }
}
const executions = () => night.bench.engine.listExecutions({ machine: 'tidegate-release' })

describe('a request to /slack', () => {
  const ask = () => commandBody('release serveml 2.4.0', from())

  it.each([
    ['signed with another secret', () => signed(ask(), 'another-signing-secret-0000', now())],
    ['signed ten minutes ago', () => signed(ask(), testSecret.signingSecret, now() - 600_000)],
    ['signed in the future', () => signed(ask(), testSecret.signingSecret, now() + 600_000)],
    ['not signed', () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: ask() })],
    [
      'changed on its way',
      () => {
        const good = signed(ask(), testSecret.signingSecret, now())
        return { ...good, body: good.body.replace('2.4.0', '2.4.1') }
      },
    ],
  ])('that is %s is refused without a word, and nothing is done', async (_how, request) => {
    const before = everything()
    const { statusCode, body } = await night.sends(request())
    expect([statusCode, body]).toEqual([401, ''])
    await night.settle()
    expect(everything()).toBe(before)
    expect(executions()).toEqual([])
    expect(night.slack.calls).toEqual([])
  })

  it('is refused when nobody has put a secret in, or one that cannot be read; the log says what to do, and no secret', async () => {
    night.bench.account.secretsManager.put('tidegate/slack', '{"signingSecret": "kept-to-itself-0000"}')
    expect((await night.sends(signed(ask(), 'kept-to-itself-0000', now()))).statusCode).toBe(401)
    Object.assign(night.bench.home, { slackSecret: undefined })
    expect((await night.sends(signed(ask(), testSecret.signingSecret, now()))).statusCode).toBe(401)
    const logs = night.bench.logs.filter(({ level }) => level === 'error').map(({ message }) => message)
    expect(logs[0]).toMatch(/cannot be read \(botToken\), so nothing of Slack is trusted; put \{"signingSecret"/)
    expect(logs[1]).toMatch(/no secret of a Slack app is set/)
    expect(JSON.stringify(night.bench.logs)).not.toContain('kept-to-itself-0000')
  })

  it('is followed as soon as the secret is rotated', async () => {
    const rotated = { ...testSecret, signingSecret: 'rotated-signing-secret-0000' }
    night.bench.account.secretsManager.put('tidegate/slack', JSON.stringify(rotated))
    expect((await night.sends(signed(ask(), testSecret.signingSecret, now()))).statusCode).toBe(401)
    expect((await night.sends(signed(ask(), rotated.signingSecret, now()))).statusCode).toBe(200)
  })

  it('may come in base64: what is signed are the bytes', async () => {
    expect(said(await night.sends(signed(ask(), testSecret.signingSecret, now()), true))).toBe('On it…')
  })

  it('is taken as an empty wish when it asks for nothing that we know', async () => {
    for (const body of [
      'ssl_check=1&token=x',
      'payload=%7Bbroken',
      'payload={"type":"shortcut"}',
      'command=%2Fother&team_id=T&user_id=U',
      '',
    ]) {
      const { statusCode, body: answer } = await night.sends(signed(body, testSecret.signingSecret, now()))
      expect([statusCode, answer]).toEqual([200, ''])
    }
    expect(night.slack.calls).toEqual([])
  })
})

describe('who asks', () => {
  it.each([
    ['a member of another workspace', 'U0FAY', 'T0OTHER', 'you are from another one; nothing was done'],
    [
      'a member whom people.yaml does not name',
      'U0NOBODY',
      team,
      'Tidegate does not know you (U0NOBODY); nothing was done',
    ],
    ['a guest', 'U0GUEST', team, 'Guests of the workspace decide nothing; nothing was done'],
    ['a bot', 'U0ROBOT', team, 'Bots decide nothing; nothing was done'],
    [
      'a member without a role for the system',
      'U0HAL',
      team,
      'You hold no role for serveml (people.yaml); nothing was done',
    ],
  ])('is refused in one line: %s', async (_who, user, own, line) => {
    const before = everything()
    await night.types(user, 'release serveml 2.4.0', { team: own })
    await night.settle()
    expect(lastAnswer(night.slack)).toContain(line)
    expect(everything()).toBe(before)
    expect(executions()).toEqual([])
  })

  it('is refused as a guest whose rights were taken since, at a gate too', async () => {
    await night.types('U0FAY', 'release serveml 2.4.0')
    await night.until(() => cardText(night.slack).includes('*Gate go*'))
    night.slack.users.get('U0ANA')!.is_ultra_restricted = true
    await night.presses('U0ANA', 'tidegate-sign')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('Guests of the workspace decide nothing')
    expect(await night.ledger.signs(release, 'go')).toEqual([])
  })

  it('decides nothing while Slack does not say who it is', async () => {
    night.slack.refuseNext('users.info', { status: 500, body: 'oops' })
    await night.types('U0FAY', 'release serveml 2.4.0')
    await night.settle()
    expect(lastAnswer(night.slack)).toMatch(/Slack did not say who you are .*nothing was done; try again/)
    expect(executions()).toEqual([])
  })

  it('comes to nobody while no people are published, or no workspace is named', async () => {
    const { slack: _slack, ...nowhere } = directory
    night.end()
    night = await slackNight({ people: nowhere })
    await night.types('U0FAY', 'status')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('people.yaml names no Slack workspace')
  })
})

describe('a command with one thing wrong', () => {
  it.each([
    ['release serveml 9.9.9', /serveml-9-9-9-1 has begun/],
    ['release serveml 2.4.0 --env Nowhere!', /environment: .*; nothing was started/],
    ['status servem', /there is no release and no system servem; nothing was changed/],
    ['approve serveml-2-4-0-9 go', /there is no release serveml-2-4-0-9; nothing was changed; none is open/],
    ['halt serveml-2-4-0-9 because', /there is no release serveml-2-4-0-9/],
    ['rollback serveml-2-4-0-9 because', /there is no release serveml-2-4-0-9/],
  ])('is answered in one line: %s', async (text, line) => {
    await night.types('U0FAY', text)
    await night.settle()
    expect(lastAnswer(night.slack)).toMatch(line)
  })

  it('is answered at once when it needs nobody', async () => {
    expect(said(await night.types('U0FAY', 'relase'))).toContain('did you mean `/tidegate release')
    expect(said(await night.types('U0FAY', 'drill'))).toContain('Drills come later')
    expect(said(await night.types('U0FAY', 'help'))).toContain('/tidegate rollback RELEASE REASON')
    expect(said(await night.types('U0FAY', 'reject serveml-2-4-0-9 go'))).toContain(
      'has no gate "go" open; nothing was done',
    )
    expect(night.slack.calls).toEqual([])
  })

  it('names the release that was meant, and what is open', async () => {
    await night.types('U0FAY', 'release serveml 2.4.0')
    await night.until(() => night.slack.cards.length === 1)
    await night.types('U0FAY', 'halt serveml-2-4-0-2 because')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain(`did you mean ${release}?`)
    await night.types('U0FAY', 'status')
    await night.settle()
    expect(lastAnswer(night.slack)).toBe(`${release}: serveml 2.4.0 to production is open`)
    await night.types('U0FAY', `status ${release}`)
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('gate go awaits Ana (engineering lead)')
    await night.types('U0BO', 'release serveml 2.4.0')
    await night.settle()
    expect(lastAnswer(night.slack)).toContain(
      `already being released to production by ${release}; nothing was started; watch it: /tidegate status ${release}`,
    )
    await night.types('U0ELI', `approve ${release} go`)
    await night.settle()
    expect(lastAnswer(night.slack)).toContain('eli may not sign at gate "go"')
  })
})

describe('the same delivery, more than once', () => {
  it('starts one release, also when it was refused meanwhile', async () => {
    const request = signed(commandBody('release serveml 9.9.9', from()), testSecret.signingSecret, now())
    const again = {
      ...request,
      headers: { ...request.headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    }
    await night.sends(request)
    await night.sends(again)
    await night.settle(60)
    await night.sends(again)
    await night.settle(60)
    expect(executions().map(({ name }) => name)).toEqual(['serveml-9-9-9-1'])
  })

  it('decides once', async () => {
    await night.types('U0FAY', 'release serveml 2.4.0')
    await night.until(() => cardText(night.slack).includes('*Gate go*'))
    for (const _time of [1, 2, 3]) await night.presses('U0ANA', 'tidegate-sign')
    await night.settle()
    expect((await night.ledger.signs(release, 'go')).map(({ person, channel }) => [person, channel])).toEqual([
      ['ana', 'slack'],
    ])
  })
})
