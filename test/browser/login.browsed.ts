import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browse, closeBrowser, expectGood, openPage, phone, telephone } from './browser.ts'
import { type OpenSignIn, openSignIn } from './sign-in.ts'

let site: OpenSignIn
let context: BrowserContext | undefined
beforeEach(async () => {
  site = await openSignIn()
})
afterEach(async () => {
  await context?.close()
  context = undefined
  await site.close()
})
afterAll(closeBrowser)

async function opened(url: string, options: Parameters<typeof browse>[0] = telephone) {
  context = await browse(options)
  const opened = await openPage(context)
  await opened.page.goto(url)
  return opened
}
const signIn = (page: Page) => page.getByRole('link', { name: 'Sign in', exact: true })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

describe('the link of somebody who has to sign in first', () => {
  it('leads to the issuer, back to the question, and is signed', async () => {
    site.is('ana')
    const { page } = await opened(site.link('ana'))
    await heading(page, 'Sign in first')
    await page.getByText('This link is for Ana Alvarez').waitFor()
    await expectGood(page, 'login-first')
    await signIn(page).tap()
    await heading(page, 'May serveml 2.4.0 go to production?')
    await page.getByText('You have signed in, so this link is of no use to anybody else.').waitFor()
    await expectGood(page, 'login-sign')
    await page.getByLabel('type serveml 2.4.0').fill('serveml 2.4.0')
    await page.getByRole('button', { name: 'Sign: it may go ahead' }).tap()
    await heading(page, 'You signed. Thank you.')
    expect(site.signs()).toMatchObject([{ person: 'ana', proved: 'link+login' }])
  })

  it('is walked through by keyboard alone, without JavaScript, 360 px wide', async () => {
    site.is('ana')
    const { page } = await opened(site.link('ana'), { viewport: phone, javaScriptEnabled: false })
    await heading(page, 'Sign in first')
    const stops: (string | null)[] = []
    for (let presses = 0; presses < 2; presses += 1) {
      await page.keyboard.press('Tab')
      stops.push(await page.locator(':focus').textContent())
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    }
    expect(stops).toEqual(['Skip to the content', 'Sign in'])
    await page.keyboard.press('Enter')
    await heading(page, 'May serveml 2.4.0 go to production?')
    await page.getByLabel('type serveml 2.4.0').focus()
    await page.keyboard.type('serveml 2.4.0')
    await page.keyboard.press('Enter')
    await heading(page, 'You signed. Thank you.')
    expect(site.signs()).toMatchObject([{ person: 'ana', proved: 'link+login' }])
  })

  it('is of no use to somebody else, who may sign out and in again as its person', async () => {
    site.is('bo')
    const { page } = await opened(site.link('ana'))
    await signIn(page).tap()
    await heading(page, 'This link is for somebody else')
    await page.getByText('you are signed in as Bo Berg').waitFor()
    await expectGood(page, 'login-somebody-else')
    await page.getByRole('link', { name: 'Sign out' }).tap()
    await heading(page, 'You are signed in as Bo Berg')
    await expectGood(page, 'login-may-leave')
    await page.getByRole('button', { name: 'Sign out' }).tap()
    await heading(page, 'You are signed out')
    await expectGood(page, 'login-left')
    site.is('ana')
    await page.getByRole('link', { name: 'Sign in as somebody else' }).tap()
    await heading(page, 'May serveml 2.4.0 go to production?')
    expect(site.signs()).toEqual([])
  })
})

describe('the list of releases where people sign in', () => {
  it('is shown to one of our people, who may sign out there', async () => {
    site.is('bo')
    const { page } = await opened(site.address)
    await heading(page, 'Sign in first')
    await signIn(page).tap()
    await heading(page, 'Releases')
    await expectGood(page, 'login-list')
    await page.getByText('You are signed in as Bo Berg.').waitFor()
    await page.getByRole('link', { name: 'Sign out' }).tap()
    await page.getByRole('button', { name: 'Sign out' }).tap()
    await heading(page, 'You are signed out')
    await page.goto(site.address)
    await heading(page, 'Sign in first')
  })

  it('is not shown to whom people.yaml does not know', async () => {
    site.is('mallory')
    const { page } = await opened(site.address)
    await signIn(page).tap()
    await heading(page, 'You are not on the list of people')
    await page.getByText('mallory@serveml.example').waitFor()
    await expectGood(page, 'login-nobody')
  })
})

describe('a sign-in that comes to nothing', () => {
  const ends = [
    ['was refused', 'refused', 'You are not signed in', () => Object.assign(site.ways, { refuses: 'access_denied' })],
    [
      'vouches for no mail',
      'unverified',
      'Your mail address is not verified',
      () => site.is('ana', { email_verified: false }),
    ],
    ['finds nobody to ask', 'away', 'Nobody can sign in now', () => site.away()],
  ] as const
  for (const [what, name, title, happens] of ends) {
    it(`${what}: says so, and what to do`, async () => {
      site.is('ana')
      const { page } = await opened(site.link('ana'))
      await happens()
      await signIn(page).tap()
      await heading(page, title)
      await expectGood(page, `login-${name}`)
      expect(site.signs()).toEqual([])
    })
  }

  it('was begun elsewhere: says so, and begins again', async () => {
    site.is('ana')
    const { page } = await opened(`${site.address}/login/callback?code=x&state=y`)
    await heading(page, 'This sign-in is over')
    await expectGood(page, 'login-stale')
    await page.getByRole('link', { name: 'Begin again' }).tap()
    await heading(page, 'Releases')
  })
})
