import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const chromiumPath = process.env['TIDEGATE_CHROMIUM'] ?? '/usr/bin/chromium'
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** Ignored by git; to be looked at. */
const shots = join(import.meta.dirname, '../../.cache/shots')

export const phone = { width: 360, height: 740 }
export const telephone = { viewport: phone, isMobile: true, hasTouch: true }
export const desk = { width: 1200, height: 900 }

let browser: Browser | undefined

/** A window with an empty profile, in a browser that asks nobody but our server for anything. */
export async function browse(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= await chromium.launch({ executablePath: chromiumPath, headless: true, args: quiet })
  return browser.newContext({ viewport: desk, reducedMotion: 'reduce', ...options })
}

export async function closeBrowser(): Promise<void> {
  await browser?.close()
  browser = undefined
}

/** A page that must not complain: what the policy blocks, and what a script throws, fails the test. */
export async function openPage(
  context: BrowserContext,
): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
  const page = await context.newPage()
  const complaints: string[] = []
  const asked: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text())
  })
  page.on('request', (request) => asked.push(request.url()))
  return { page, complaints, asked }
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[] }>
}

/** What axe finds against WCAG 2.2 AA and its own best practices. Run by the debugger, so the policy need not allow it. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((one) => `${one.target} ${one.failureSummary}`).join('; ')}`,
    )
  })
  expect(found).toEqual([])
}

/** One page as it must be for everybody, dark and light, on this screen; and as pictures to look at. A small screen is tapped. */
export async function expectGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
    await shoot(page, `${name}-${colorScheme}`)
  }
  await expectToFit(page)
  if (page.viewportSize()!.width <= phone.width) await expectTouchable(page)
}

/** Nothing is wider than the screen. */
export async function expectToFit(page: Page): Promise<void> {
  const [wide, screen] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [number, number]
  expect(wide).toBeLessThanOrEqual(screen)
}

/** Everything that is tapped is as high and wide as a fingertip, 44 px; a box to tick by its label. */
export async function expectTouchable(page: Page): Promise<void> {
  const small = await page.evaluate(`
    [...document.querySelectorAll('a[href], button, summary, textarea, input:not([type=hidden], [type=checkbox]), label:has(input)')]
      .filter((one) => !one.matches('.skip') && one.checkVisibility())
      .map((one) => ({ what: one.textContent.trim() || one.id, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44)
      .map(({ what, box }) => what + ': ' + box.width + ' × ' + box.height)
  `)
  expect(small).toEqual([])
}
