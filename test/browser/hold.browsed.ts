import type { BrowserContext } from 'playwright-core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { browse, closeBrowser, expectGood, openPage, telephone } from './browser.ts'
import { type OpenNight, openNight } from './night.ts'

let night: OpenNight
const contexts: BrowserContext[] = []
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await night.close()
})
afterAll(closeBrowser)

async function opened(person: string) {
  const context = await browse(telephone)
  contexts.push(context)
  const { page, complaints } = await openPage(context)
  await page.goto(night.link(person))
  const good = (name: string) => expectGood(page, name)
  const choice = (name: string) => page.getByRole('region', { name, exact: true })
  return { page, complaints, good, choice }
}

describe('the page of a release that holds, on a phone', () => {
  it('shows what each answer costs, until when, and what happens without one', async () => {
    night = await openNight()
    await night.untilItHolds()
    const { page, complaints, good } = await opened('cy')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('serveml 2.4.0 holds. What now?')
    await page.getByText('Cy Chen asked to halt: orders look slow', { exact: true }).waitFor()
    await page.getByText('5 % of the users of api.serveml.example are on the new version.').waitFor()
    await page.getByText(/Without one by .* UTC \(in 1 h 59 min\) it rolls back\./).waitFor()
    await good('hold')
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await good('hold-unfolded')
    expect(complaints).toEqual([])
    expect(night.hold()?.['answer']).toBeUndefined()
  })

  it('goes on, once the release has been typed', async () => {
    night = await openNight()
    await night.untilItHolds()
    const { page, good, choice } = await opened('cy')
    const goOn = choice('Go on')
    await goOn.locator('summary').tap()
    await goOn.getByLabel('Why?').fill('orders are as fast as ever')
    await goOn.getByLabel('type serveml 2.4.0').fill('serveml')
    await goOn.getByRole('button', { name: 'Go on' }).tap()
    await page.getByRole('alert').getByText('Type "serveml 2.4.0"').waitFor()
    expect(night.hold()?.['answer']).toBeUndefined()
    expect(await goOn.getByLabel('Why?').inputValue()).toBe('orders are as fast as ever')
    await good('hold-wrong-release')
    await goOn.getByLabel('type serveml 2.4.0').fill('serveml 2.4.0')
    await goOn.getByRole('button', { name: 'Go on' }).tap()
    await page.getByRole('heading', { name: 'Answered: go on' }).waitFor()
    await good('hold-answered')
    await night.until(() => night.record()?.outcome !== undefined)
    expect(night.record()).toMatchObject({ outcome: 'released' })
  })

  it('steps back, and asks again', async () => {
    night = await openNight()
    await night.untilItHolds()
    const { page, choice } = await opened('ana')
    await choice('Step back').locator('summary').tap()
    await choice('Step back').getByLabel('Why?').fill('let us look first')
    await choice('Step back').getByRole('button', { name: 'Step back' }).tap()
    await page.getByRole('heading', { name: 'Answered: step back' }).waitFor()
    expect(night.hold()).toMatchObject({ answer: 'step-back', answeredBy: 'ana', reason: 'let us look first' })
    const holds = () => night.bench.table.dump().filter((item) => item.sk.startsWith('HOLD#'))
    await night.until(() => holds().length === 2)
  })

  it('rolls back for the first who answers; the next is told who did', async () => {
    night = await openNight()
    await night.untilItHolds()
    const { page: late, choice: lateChoice } = await opened('bo')
    const { page, choice } = await opened('cy')
    await choice('Roll back').locator('summary').tap()
    await choice('Roll back').getByLabel('Why?').fill('better not')
    await choice('Roll back').getByRole('button', { name: 'Roll back' }).tap()
    await page.getByRole('heading', { name: 'Answered: roll back' }).waitFor()
    await lateChoice('Step back').locator('summary').tap()
    await lateChoice('Step back').getByLabel('Why?').fill('one step will do')
    await lateChoice('Step back').getByRole('button', { name: 'Step back' }).tap()
    await late.getByText(/By Cy Chen, .*: “better not”/).waitFor()
    await night.until(() => night.record()?.outcome !== undefined)
    expect(night.record()).toMatchObject({ outcome: 'rolled-back' })
  })

  it('takes no answer after its deadline, and says what it does by itself', async () => {
    night = await openNight()
    await night.untilItHolds()
    await night.until(() => night.hold()?.['answer'] !== undefined)
    const { page, good } = await opened('cy')
    await page.getByRole('heading', { name: 'Answered: roll back' }).waitFor()
    await page.getByText('Nobody answered in time').waitFor()
    await good('hold-expired')
  })
})
