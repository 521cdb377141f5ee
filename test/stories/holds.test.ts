import { describe, expect, it } from 'vitest'
import { fold } from '../../shared/evidence/fold.ts'
import { htmlReport } from '../../shared/evidence/html/report.ts'
import { serveml, statesOf, story } from './stage.ts'

const at25 = { action: 'api.serveml.example', step: 25, is: 'settled' }

describe('a release that an operator halts at 25 percent', () => {
  it('asks each person by mail what now: who is where, what each answer costs, until when, and what happens without', async () => {
    const run = await story(await serveml(), [{ kind: 'halt', at: at25, answer: 'go-on' }])
    const asked = run.bench.account.sns.outbox.filter(({ attributes }) => attributes['hold'] !== undefined)
    const mail = asked.find(({ attributes }) => attributes['approver'] === 'ana')!
    expect(mail.subject).toBe('Please answer: serveml 2.4.0 has stopped (api.serveml.example at 25 %)')
    expect(mail.message).toMatch(
      /^Ana Alvarez, serveml 2\.4\.0 to production has stopped at a safe point: Cy Chen asked/,
    )
    expect(mail.message).toMatch(/25 % of the users of api\.serveml\.example are on the new version\. What now\?/)
    expect(mail.message).toMatch(/^Read, then answer: https:\/\/tidegate\.example\/s\/\S+$/m)
    expect(mail.message).toMatch(/Without one by Sun 22 Nov 2026, \d\d:\d\d UTC it (rolls|steps) back\.$/m)
    expect(mail.message).toMatch(/- Roll back: Users are back within 5 min/)
    const notice = asked.find(({ topic }) => topic.endsWith('notices'))!
    expect(notice.message).toMatch(/^serveml 2\.4\.0 to production holds, api\.serveml\.example at 25 %: Cy Chen asked/)
    expect(notice.message).not.toContain('https://')
  })

  it('goes on when people say so', async () => {
    const run = await story(await serveml(), [{ kind: 'halt', at: at25, answer: 'go-on' }])
    expect(run.outcome, run.because).toBe('released')
    expect(run.everything!.holds).toMatchObject([
      { answer: 'go-on', answeredBy: 'cy', channel: 'link', proved: 'link', from: expect.any(String) },
    ])
    const [hold] = fold(run.everything!).holds
    expect(hold).toMatchObject({
      by: 'cy',
      channel: 'link',
      proved: 'link',
      asked: expect.arrayContaining(['cy', 'gus']),
    })
    expect(htmlReport(fold(run.everything!))).toMatch(/go on, by <b>Cy Chen<\/b>.*, by personal link from /)
  })

  it('steps back to 5 percent, and takes the step again when people go on', async () => {
    const run = await story(await serveml(), [{ kind: 'halt', at: at25, answer: 'step-back' }], {
      prepare(bench) {
        bench.people = {
          ...bench.people,
          holds: {
            'api.serveml.example/25': { person: 'cy', answer: 'step-back', afterSeconds: 60, reason: 'odd graphs' },
            'api.serveml.example/5-again': { person: 'cy', answer: 'go-on', afterSeconds: 600, reason: 'it was us' },
          },
        }
      },
    })
    expect(run.outcome, run.because).toBe('released')
    const steps = run.everything!.lines.filter((line) => line.kind === 'route53-record').map((line) => line.step)
    expect(steps.sort((a, b) => a - b)).toEqual([5, 25, 1005, 1025, 1100])
    expect(statesOf(run, `${run.release}-change`)).toContain('Step back')
  })

  it('goes back when people say so', async () => {
    const run = await story(await serveml(), [{ kind: 'halt', at: at25, answer: 'roll-back' }])
    expect(run.outcome).toBe('rolled-back')
    expect(run.because).toMatch(/PeopleAskedBack: cy asked for the way back \(api.serveml.example at 25 %\)/)
  })

  it('takes the default of the plan when nobody answers by the deadline', async () => {
    const run = await story(await serveml(), [{ kind: 'halt', at: at25 }])
    const [hold] = run.everything!.holds
    expect(hold).toMatchObject({ answeredBy: 'deadline', answer: hold!.byDefault })
    expect(hold).not.toHaveProperty('channel')
    expect(hold!.answeredAt! - hold!.openedAt).toBeGreaterThanOrEqual(run.everything!.plan.hold.seconds * 1000)
  })
})
