import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { visit } from '../../shared/gates/visit.ts'
import type { Wanted } from '../stories/at-the-gate.ts'
import {
  browse,
  closeBrowser,
  desk,
  expectAccessible,
  expectGood,
  expectToFit,
  openPage,
  shoot,
  telephone,
} from './browser.ts'
import { type OpenNight, openNight } from './night.ts'

let night: OpenNight
const contexts: Awaited<ReturnType<typeof browse>>[] = []
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await night.close()
})
afterAll(closeBrowser)

async function browser(options: Parameters<typeof browse>[0] = telephone) {
  const context = await browse(options)
  contexts.push(context)
  return context
}
/** The mail's link, opened in a browser that was never here. */
async function opened(person: string, options?: Parameters<typeof browse>[0]) {
  const page = await openPage(await browser(options))
  await page.page.goto(night.link(person))
  return page
}
const breakable: Wanted = {
  plan: (gates) => {
    gates['go']!['breakGlass'] = ['operations-lead', 'engineer']
  },
}
const field = (page: Page) => page.getByLabel('type serveml 2.4.0').first()
const sign = (page: Page) => page.getByRole('button', { name: 'Sign: it may go ahead' })
const title = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const unfold = (page: Page) => page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
describe('the page of a personal link, on a phone', () => {
  it('asks one thing of one person, in short and in full', async () => {
    night = await openNight(breakable)
    const { page, complaints, asked } = await opened('cy')
    expect(await title(page)).toBe('May serveml 2.4.0 go to production?')
    expect(await page.title()).toBe('May serveml 2.4.0 go to production? · Tidegate')
    await page.getByText('You sign as Cy Chen').waitFor()
    await page.getByText('Sat 28 Nov 2026, 22:00 UTC (in 6 days)').waitFor()
    await page.getByText('3 parts: backend, model-serving and web.').waitFor()
    await expectGood(page, 'sign')
    await unfold(page)
    await page.getByText('the table serveml-deployments-prod is copied, and the copy is kept').waitFor()
    await expectGood(page, 'sign-unfolded')
    expect(complaints).toEqual([])
    expect(asked.filter((url) => !url.startsWith(night.address) && !url.startsWith('data:'))).toEqual([])
    expect(night.signs()).toEqual([])
  })

  it('is signed from the mail’s link; loading it again signs nothing more', async () => {
    night = await openNight()
    const { page, complaints } = await opened('ana')
    await field(page).fill('Serveml 2.4.0')
    await sign(page).tap()
    await page.getByRole('heading', { name: 'You signed. Thank you.' }).waitFor()
    expect(night.sign('ana')).toMatchObject({ decision: 'sign', channel: 'link', from: '127.0.0.1' })
    expect(night.sign('ana')?.with).toMatch(/Chrome/)
    await expectGood(page, 'signed')
    await page.reload()
    expect(await title(page)).toBe('You signed. Thank you.')
    expect(night.posted).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  it('keeps what was typed when it is another release, says so, and takes the right one then', async () => {
    night = await openNight()
    const { page } = await opened('ana')
    await field(page).fill('serveml 2.3')
    await page.getByLabel('A remark').fill('looks good')
    await sign(page).tap()
    await page.getByRole('alert').getByText('Type "serveml 2.4.0"').waitFor()
    expect(await field(page).inputValue()).toBe('serveml 2.3')
    expect(await page.getByLabel('A remark').inputValue()).toBe('looks good')
    expect(await page.evaluate('document.activeElement.name')).toBe('typed')
    // What a screen reader says first, and with the field that is to be filled in again.
    expect(await page.title()).toMatch(/^Nothing was decided: Type "serveml 2\.4\.0"/)
    expect(
      await page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent",
      ),
    ).toMatch(/^Type/)
    expect(await page.evaluate("document.querySelector('h1, h2, h3').tagName")).toBe('H1')
    await expectGood(page, 'wrong-release')
    expect(night.signs()).toEqual([])
    await field(page).fill('serveml 2.4.0')
    await sign(page).tap()
    await page.getByRole('heading', { name: 'You signed. Thank you.' }).waitFor()
    expect(night.sign('ana')).toMatchObject({ reason: 'looks good' })
  })

  it('is rejected with a reason and not without, and everybody else reads it', async () => {
    night = await openNight()
    const { page } = await opened('bo')
    await page.getByText('No, reject it').tap()
    const reject = page.getByRole('button', { name: 'Reject' })
    await reject.tap()
    expect(night.posted).toEqual([])
    await page.getByLabel('Why not?').fill('the audit is not done')
    await reject.tap()
    await page.getByRole('heading', { name: 'You rejected it. Thank you.' }).waitFor()
    await expectGood(page, 'rejected')
    await night.until(() => night.gate()?.decision !== undefined && !night.bench.functions.busy)
    const { page: other } = await opened('ana')
    expect(await title(other)).toBe('It is decided already: rejected')
    await other.getByText('Bo Berg rejected as security lead').getByText('“the audit is not done”').waitFor()
    await expectGood(other, 'rejected-by-another')
  })

  it('is signed once by two quick taps', async () => {
    night = await openNight()
    const { page } = await opened('ana')
    await field(page).fill('serveml 2.4.0')
    await sign(page).dblclick()
    await page.getByRole('heading', { name: 'You signed. Thank you.' }).waitFor()
    expect(night.signs()).toHaveLength(1)
  })

  it('takes one of two answers that two tabs send at once, and shows it to both', async () => {
    night = await openNight()
    const context = await browser()
    const [one, two] = await Promise.all([context.newPage(), context.newPage()])
    await one.goto(night.link('ana'))
    await two.goto(night.link('ana'))
    await field(one).fill('serveml 2.4.0')
    await two.getByText('No, reject it').tap()
    await two.getByLabel('Why not?').fill('changed my mind')
    await Promise.all([sign(one).tap(), two.getByRole('button', { name: 'Reject' }).tap()])
    await Promise.all([one, two].map((page) => page.getByRole('heading', { name: /^You .* Thank you\.$/ }).waitFor()))
    expect(night.posted).toHaveLength(2)
    expect(night.signs()).toHaveLength(1)
    expect(await title(one)).toBe(await title(two))
  })

  it('breaks the glass where the plan lets its person', async () => {
    night = await openNight(breakable)
    const { page } = await opened('cy')
    await page.getByText('Emergency:').tap()
    await page.getByLabel('What is the emergency?').fill('users cannot pay')
    await page.getByLabel('type serveml 2.4.0').last().fill('serveml 2.4.0')
    await page.getByLabel('I am alone').check()
    await page.getByRole('button', { name: 'Break the glass' }).tap()
    await page.getByRole('heading', { name: 'You broke the glass. Thank you.' }).waitFor()
    await expectGood(page, 'glass-broken')
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'opened', because: expect.stringContaining('users cannot pay') })
  })

  it('leads to the release and back', async () => {
    night = await openNight()
    const { page, complaints } = await opened('ana')
    await page.getByRole('link', { name: 'See the whole release' }).tap()
    await page.getByRole('heading', { level: 1, name: /serveml 2\.4\.0/ }).waitFor()
    await expectAccessible(page)
    await expectToFit(page)
    await page.getByRole('link', { name: /what you are asked/ }).tap()
    await sign(page).waitFor()
    expect(night.signs()).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('before users move', () => {
  it('tells what is done and what is still to come', async () => {
    night = await openNight()
    await night.signFor(['ana', 'bo', 'cy'])
    await night.until(() => night.gate('cutover')?.requestedAt !== undefined && !night.bench.functions.busy)
    const { page } = await opened('dee')
    expect(await title(page)).toBe('May users move to serveml 2.4.0?')
    await page.getByText('Data is backed up; the new version is set up where no user is yet, and tried out.').waitFor()
    await unfold(page)
    expect(await page.getByText('is copied, and the copy is kept').count()).toBe(0)
    await expectGood(page, 'sign-cutover')
  })
})

describe('a link that leads to no question any more', () => {
  it('has expired: says so, and takes no form that was opened before', async () => {
    night = await openNight()
    const { page: early } = await opened('bo')
    await field(early).fill('serveml 2.4.0')
    await night.until(() => night.record()?.outcome !== undefined)
    await sign(early).tap()
    await early.getByRole('heading', { name: 'It is too late to sign' }).waitFor()
    await expectGood(early, 'expired')
    expect(night.signs()).toEqual([])
  })

  it('was replaced', async () => {
    night = await openNight()
    const key = { pk: `RELEASE#${night.id}`, sk: 'GATE#go' }
    night.bench.table.write([{ put: { ...night.bench.table.get(key)!, signedDigest: 'another' } }])
    const { page } = await opened('ana')
    expect(await title(page)).toBe('This link has been replaced')
    await expectGood(page, 'superseded')
  })

  it('was made by somebody else, or is asked too often', async () => {
    night = await openNight()
    const { page } = await openPage(await browser())
    await page.goto(night.link('ana').replace(/-[0-9a-f]{32}-/, `-${'0'.repeat(32)}-`))
    expect(await title(page)).toBe('There is nothing here')
    await expectGood(page, 'forged')
    for (let n = 0; n < 60; n += 1) await night.run((world) => visit(world, night.token('ana')))
    await page.goto(night.link('ana'))
    expect(await title(page)).toBe('A moment, please')
    await expectGood(page, 'too-often')
  })
})

describe('the same page', () => {
  it('needs no JavaScript', async () => {
    night = await openNight()
    const { page } = await opened('bo', { ...telephone, javaScriptEnabled: false })
    await page.getByText('No, reject it').tap()
    await page.getByLabel('Why not?').fill('not tonight')
    await page.getByRole('button', { name: 'Reject' }).tap()
    await page.getByRole('heading', { name: 'You rejected it. Thank you.' }).waitFor()
    expect(night.sign('bo')).toMatchObject({ decision: 'reject', reason: 'not tonight' })
  })

  it('is walked through and sent by keyboard alone, and shows where one is', async () => {
    night = await openNight()
    const { page } = await opened('ana', { viewport: desk })
    await shoot(page, 'sign-desk')
    const stops: string[] = []
    for (let presses = 0; presses < 11; presses += 1) {
      await page.keyboard.press('Tab')
      const [name, outline] = (await page.evaluate(`(() => {
        const now = document.activeElement
        const { outlineStyle, outlineWidth } = getComputedStyle(now)
        return [now.labels?.[0]?.textContent ?? now.textContent, outlineStyle + ' ' + outlineWidth]
      })()`)) as [string, string]
      stops.push(name.split(/[,:(]/)[0]!.trim())
      expect(outline, name).toBe('solid 3px')
    }
    expect(stops).toEqual([
      'Skip to the content',
      'To show that you mean this release',
      'A remark for the record',
      'Sign',
      'No',
      'What will happen',
      'What is new',
      'What was checked',
      'Who signs',
      'What these words mean',
      'See the whole release as it goes',
    ])
    await field(page).focus()
    await page.keyboard.type('serveml 2.4.0')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You signed. Thank you.' }).waitFor()
    expect(night.sign('ana')).toMatchObject({ decision: 'sign' })
  })

  it('is rejected by keyboard alone', async () => {
    night = await openNight()
    const { page } = await opened('ana', { viewport: desk })
    await page.locator('summary', { hasText: 'No, reject it' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('not yet')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You rejected it. Thank you.' }).waitFor()
    expect(night.sign('ana')).toMatchObject({ decision: 'reject', reason: 'not yet' })
  })
})
