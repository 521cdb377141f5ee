import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseFault } from '../../rehearsal/faults/index.ts'
import { scripted, serveml } from '../stories/stage.ts'
import { awaitsGate, isWatching, type Stopped, stoppedWhen } from '../web/stage.ts'
import { browse, closeBrowser, desk, expectGood, openPage, phone } from './browser.ts'
import { serveMoments } from './site.ts'

const room = '/releases/serveml-2-4-0-1'
const faultsOf = (name: string) => scripted(`${name}.yaml`).faults.map((one) => parseFault(one, 'browser'))
let site: Awaited<ReturnType<typeof serveMoments>>
let [atGate, watched, goingBack, held, stuck, refused]: Stopped[] = []
let context: BrowserContext | undefined

beforeAll(async () => {
  const scene = await serveml()
  ;[atGate, watched, goingBack, held, stuck, refused] = await Promise.all([
    stoppedWhen(scene, awaitsGate('go')),
    stoppedWhen(scene, isWatching(25)),
    stoppedWhen(
      scene,
      (items) => items.some((item) => item.sk.startsWith('UNDO#') && item['state'] === 'undone'),
      faultsOf('alarm-at-25-percent'),
    ),
    stoppedWhen(
      scene,
      (items) => items.some((item) => item.sk.startsWith('HOLD#')),
      faultsOf('halted-and-rolled-back'),
    ),
    stoppedWhen(scene, () => true, faultsOf('record-drifts')),
    stoppedWhen(scene, () => true, faultsOf('somebody-rejects')),
  ])
  site = await serveMoments()
})
afterEach(async () => {
  await context?.close()
  context = undefined
})
afterAll(async () => {
  await closeBrowser()
  await site?.close()
})

const ended = ({ run }: Stopped) => ({ table: run.table, at: run.endedAt })
async function open(path: string, options: Parameters<typeof browse>[0] = {}) {
  context = await browse(options)
  const opened = await openPage(context)
  await opened.page.goto(`${site.address}${path}`)
  return opened
}
/** Asks now instead of in some seconds: a hidden tab that is seen again does. */
const askNow = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

describe('the release room', () => {
  const looks = [
    ['a gate', 'gate', () => atGate!],
    ['a hold', 'hold', () => held!],
    ['a cutover', 'cutover', () => ({ table: watched!.table, at: watched!.at + 240_000 })],
    ['a way back', 'way-back', () => goingBack!],
    ['a release that was rolled back', 'rolled-back', () => ended(goingBack!)],
    ['a release that is stuck', 'stuck', () => ended(stuck!)],
    ['a release that was refused', 'refused', () => ended(refused!)],
    ['a release that was kept', 'released', () => ended(watched!)],
  ] as const
  for (const [what, name, moment] of looks) {
    for (const viewport of [desk, phone]) {
      it(`shows ${what}, dark and light, ${viewport.width} px wide, to everybody`, async () => {
        site.show(moment())
        const { page, complaints, asked } = await open(room, { viewport })
        await expectGood(page, `room-${name}-${viewport.width}`)
        expect(complaints).toEqual([])
        expect(asked.filter((url) => !url.startsWith(site.address) && !url.startsWith('data:'))).toEqual([])
      })
    }
  }

  it('goes on by itself; what was read, unfolded and focused stays', async () => {
    site.show(atGate!)
    const { page, complaints } = await open(room)
    await page.locator('#checks-pass summary').click()
    await page.locator('#checks-pass summary').focus()
    const scrolled = await page.evaluate('scrollY')
    site.show(watched!)
    await askNow(page)
    await page.getByText('api.serveml.example → 25 %, watching').first().waitFor()
    expect(await page.locator('#checks-pass').getAttribute('open')).not.toBeNull()
    expect(await page.evaluate("document.activeElement?.closest('#checks-pass') !== null")).toBe(true)
    expect(await page.title()).toBe('serveml 2.4.0: under way · Tidegate')
    expect(await page.locator('#part-traffic').isVisible()).toBe(true)
    expect(scrolled).toBeGreaterThan(0)
    site.show(ended(watched!))
    await askNow(page)
    await page.getByRole('heading', { level: 1 }).getByText('released').waitFor()
    expect(await page.locator('#told').textContent()).toBe('ended')
    expect(complaints).toEqual([])
  })

  it('tells the very line that changed to whoever listens, and nothing when nothing has', async () => {
    site.show(atGate!)
    const { page } = await open(room)
    await page.evaluate(`
      globalThis.heard = []
      const state = document.getElementById('state')
      new MutationObserver(() => heard.push(state.textContent)).observe(state, { childList: true, characterData: true, subtree: true })
    `)
    await askNow(page)
    await page.waitForResponse(() => true, { timeout: 1000 }).catch(() => undefined)
    expect(await page.evaluate('heard')).toEqual([])
    site.show(watched!)
    await askNow(page)
    await page.getByText('api.serveml.example → 25 %, watching').first().waitFor()
    expect(await page.evaluate('heard')).toEqual([await page.locator('#state').textContent()])
    expect(await page.locator('#state').count()).toBe(1)
  })

  it('says that it asks again when nobody answers', async () => {
    site.show(atGate!)
    const { page } = await open(room)
    site.fail()
    await askNow(page)
    await page.getByText(/no answer; asked again in \d+ s/).waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('serveml 2.4.0')
  })

  it('can be read without JavaScript, and loads itself again', async () => {
    site.show(atGate!)
    const { page } = await open(room, { javaScriptEnabled: false })
    expect(await page.locator('#state').textContent()).toContain('waits for Bo Berg as security lead')
    expect(await page.locator('noscript meta[http-equiv=refresh], head meta[http-equiv=refresh]').count()).toBe(1)
    await page.locator('#checks-pass summary').click()
    expect(await page.getByText('account is the right one').isVisible()).toBe(true)
  })

  it('can be walked through by keyboard alone, and shows where one is', async () => {
    site.show(atGate!)
    const { page } = await open(room)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    expect(await page.locator('.skip').isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const first = page.locator(':focus')
    expect(await first.textContent()).toBe('Timeline')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    const isFolded = () => page.evaluate("document.activeElement.tagName === 'SUMMARY'")
    for (let presses = 0; presses < 30 && !(await isFolded()); presses += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    expect(await page.getByText('account is the right one').isVisible()).toBe(true)
  })
})

describe('the list of releases', () => {
  for (const viewport of [desk, phone]) {
    it(`leads to a room, ${viewport.width} px wide`, async () => {
      site.show(ended(goingBack!))
      const { page, complaints } = await open('/', { viewport })
      await expectGood(page, `list-${viewport.width}`)
      await page.getByRole('link', { name: '2.4.0' }).click()
      await page.getByRole('heading', { level: 1, name: /serveml 2\.4\.0/ }).waitFor()
      await page.getByRole('link', { name: /all releases/ }).click()
      await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor()
      expect(complaints).toEqual([])
    })
  }

  it('says what to do when there is none, when there is no such page, and to whom it is not shown', async () => {
    site.show({ table: [], at: 0 })
    const { page } = await open('/', { viewport: phone })
    await page.getByRole('heading', { name: 'No release yet' }).waitFor()
    await expectGood(page, 'list-empty')
    await page.goto(`${site.address}/releases/none`)
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor()
    await expectGood(page, 'nothing-here')
    site.show(atGate!, 'nobody')
    await page.goto(`${site.address}${room}`)
    await page.getByRole('heading', { level: 1, name: 'Who are you?' }).waitFor()
    await page.getByText('Open the link in that mail').waitFor()
    await expectGood(page, 'unproved')
  })
})
