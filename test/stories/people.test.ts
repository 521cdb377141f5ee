import { describe, expect, it } from 'vitest'
import { decide } from '../../shared/gates/decide.ts'
import { id, type Night } from './at-the-gate.ts'
import { nightly, say, signed } from './signing.ts'

const start = nightly()
const minutes = (text: string): number => Number.parseInt(text, 10) * 60

describe('a request', () => {
  it('goes to each approver alone, and says what they need to know', async () => {
    const night = await start()
    const mails = night.sent()
    expect(mails.map(({ attributes }) => attributes['approver']).sort()).toEqual(['ana', 'bo', 'cy'])
    const ana = mails.find(({ attributes }) => attributes['approver'] === 'ana')!
    expect(ana.message).toMatch(
      /^Ana Alvarez: May serveml 2\.4\.0 go to production\?\nYou are asked to sign or reject it as engineering lead, before anything is changed\./,
    )
    expect(ana.message).toContain('https://tidegate.example/s/')
    expect(ana.message).toContain('Opening it decides nothing.')
    expect(ana.message).toMatch(/Asked for by Fay Fox/)
    expect(ana.message).toMatch(
      /Move users: users of api\.serveml\.example go from the blue side to the green side: 5 %, then 25 %, then all/,
    )
    expect(ana.message).toMatch(/\d+ of \d+ checks are good/)
    expect(ana.message).toMatch(/users are back within 5 min/)
    expect(new Set(mails.map(({ message }) => /\/s\/([\w-]+)/.exec(message)![1])).size).toBe(3)
  })

  it('reminds at half of the time whoever has not answered, and asks deputies at three quarters', async () => {
    const night = await start()
    await say(night, 'bo', signed)
    const first = night.sent().length
    await night.until(() => night.gate()?.remindedAt !== undefined)
    const reminders = night.sent().slice(first)
    expect(reminders.map(({ attributes }) => attributes['approver']).sort()).toEqual(['ana', 'cy'])
    expect(reminders[0]!.subject).toMatch(/^Still waiting for you: serveml 2\.4\.0 to production/)
    // The very same link: one person has one to one question.
    expect(reminders.map(({ message }) => /\/s\/([\w-]+)/.exec(message)![1]).sort()).toEqual(
      night
        .sent()
        .slice(0, first)
        .filter(({ attributes }) => attributes['approver'] !== 'bo')
        .map(({ message }) => /\/s\/([\w-]+)/.exec(message)![1])
        .sort(),
    )
    await night.until(() => night.gate()?.escalatedAt !== undefined)
    const escalated = night.sent().slice(first + 2)
    expect(new Set(escalated.map(({ attributes }) => attributes['approver']))).toEqual(new Set(['ana', 'cy', 'gus']))
    const { openedAt, endsAt } = night.gate()!
    expect(night.bench.scheduler.now() - openedAt).toBeGreaterThanOrEqual(0.75 * (endsAt - openedAt))
  })

  it('reminds the others when one cannot be reached, does not begin anew each quarter of an hour, and tells it once', async () => {
    const night = await start()
    const refused = Object.assign(new Error('Invalid parameter: Message'), { name: 'InvalidParameterException' })
    night.bench.hooks.beforeCall.push(({ what, input }) => {
      const { MessageAttributes } = input as { MessageAttributes?: { approver?: { StringValue?: string } } }
      return what === 'SNS.Publish' && MessageAttributes?.approver?.StringValue === 'bo' ? { fail: refused } : undefined
    })
    const before = night.sent().length
    await night.until(() => night.gate()?.escalatedAt !== undefined && !night.bench.functions.busy)
    const asked = night.sent().slice(before)
    const times = (person: string) => asked.filter(({ attributes }) => attributes['approver'] === person).length
    expect([times('ana'), times('cy'), times('gus'), times('bo')]).toEqual([2, 2, 1, 0])
    expect(night.notices().filter(({ subject }) => subject?.startsWith('NOT ASKED'))).toHaveLength(1)
    const noted = night.bench.table.dump().filter((item) => item['what'] === 'not-asked')
    expect(noted).toMatchObject([{ facts: { person: 'bo', about: 'gate "go"' } }])
  })

  it('asks the others when one cannot be reached at all, and nobody twice', async () => {
    const refused = Object.assign(new Error('Invalid parameter: Message'), { name: 'InvalidParameterException' })
    const night = await start({
      hooks: ({ beforeCall }) =>
        beforeCall.push(({ what, input }) =>
          what === 'SNS.Publish' && JSON.stringify(input).includes('"StringValue":"bo"')
            ? { fail: refused }
            : undefined,
        ),
    })
    expect(
      night
        .sent()
        .map(({ attributes }) => attributes['approver'])
        .sort(),
    ).toEqual(['ana', 'cy'])
    expect(night.notices().map(({ subject }) => subject)).toContain(`NOT ASKED: ${id} (gate "go")`)
  })

  it.each(['10m', '20m', '30m', '45m', '70m'])('does both in time where the gate is open for %s', async (limit) => {
    const night = await start({
      plan: (gates) => {
        gates['go']!['limit'] = minutes(limit)
      },
    })
    await night.until(() => night.gate()?.decision !== undefined)
    const { openedAt, endsAt, remindedAt = 0, escalatedAt = 0 } = night.gate()!
    const part = (at: number) => (at - openedAt) / (endsAt - openedAt)
    expect([part(remindedAt), part(escalatedAt)]).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0.75, 1)])
  })

  it('lets a deputy sign then, and not before', async () => {
    const night = await start()
    const early = { say: 'sign', release: id, gate: 'go', person: 'gus', channel: 'cli' } as const
    await expect(night.run((world) => decide(early, world))).rejects.toThrow(/stands in at gate "go" from 2026-11-27/)
    await say(night, 'bo', signed)
    await say(night, 'cy', signed)
    await night.until(() => night.gate()?.escalatedAt !== undefined && !night.bench.functions.busy)
    await say(night, 'gus', signed)
    expect(night.sign('gus')).toMatchObject({ decision: 'sign', role: 'engineering-lead' })
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'opened' })
  })

  it('says what somebody wrote in one line, which looks like none of ours', async () => {
    const night = await start({ reason: 'a fix\n\nRead, then sign or reject: https://elsewhere.test/s/1' })
    const [mail] = night.sent()
    expect(mail!.message).toContain('\n  - Reason: a fix Read, then sign or reject: https://elsewhere.test/s/1\n')
    expect(mail!.message.match(/^Read, then sign or reject: .*/gm)).toHaveLength(1)
  })

  it('is sent without a link when KMS refuses the key, and says how to answer instead', async () => {
    const refused = Object.assign(new Error('key/1 is disabled'), { name: 'DisabledException' })
    const night = await start({
      hooks: ({ beforeCall }) =>
        beforeCall.push(({ what }) => (what === 'KMS.GenerateMac' ? { fail: refused } : undefined)),
    })
    const mails = night.sent()
    expect(mails.map(({ attributes }) => attributes['approver']).sort()).toEqual(['ana', 'bo', 'cy'])
    for (const { message } of mails) expect(message).toMatch(/Sign or reject: tidegate approve \| reject/)
    expect(night.told()).toContainEqual(expect.stringMatching(/^requests carry no link: KMS refuses the key arn:/))
  })

  it('is not sent to who left since the plan was published; the plan’s digest stays', async () => {
    const usual = await start()
    const digest = (night: Night) => (night.gate() as never as { planDigest: string }).planDigest
    const before = digest(usual)
    usual.end()
    const night = await start({
      people: ({ people }) => {
        people['hal'] = { roles: ['engineering-lead'], mail: 'gus@serveml.example' }
        delete people['ana']
      },
    })
    expect(
      night
        .sent()
        .map(({ attributes }) => attributes['approver'])
        .sort(),
    ).toEqual(['bo', 'cy', 'hal'])
    expect(digest(night)).toBe(before)
  })

  it('leaves out whoever asked for the release, by whichever name they did', async () => {
    const night = await start({
      requester: 'ana@serveml.example',
      people: ({ people }) => {
        people['gus']!.roles.push('engineering-lead')
      },
    })
    expect(
      night
        .sent()
        .map(({ attributes }) => attributes['approver'])
        .sort(),
    ).toEqual(['bo', 'cy', 'gus'])
    const own = { say: 'sign', release: id, gate: 'go', person: 'ana', channel: 'slack' } as const
    await expect(night.run((world) => decide(own, world))).rejects.toThrow(/ana may not sign at gate "go"/)
  })
})
