import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browse, closeBrowser, desk, openPage, shoot, telephone } from './browser.ts'

const root = join(import.meta.dirname, '../..')
let room: ChildProcess
let said = ''

/** What was printed, as soon as it is. */
async function printed(what: RegExp): Promise<string> {
  for (;;) {
    const found = what.exec(said)
    if (found !== null) return found[1]!
    if (room.exitCode !== null) throw new Error(`it ended:\n${said}`)
    await new Promise((again) => room.stdout?.once('data', again))
  }
}

beforeAll(() => {
  const words = ['cli/bin.ts', 'room', 'serveml', '--ask', '--speed', '3600']
  room = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  room.stdout?.on('data', (text: Buffer) => {
    said += text.toString()
  })
})
afterAll(async () => {
  await closeBrowser()
  if (room.exitCode !== null) return
  const gone = new Promise((resolve) => room.once('exit', resolve))
  room.kill('SIGINT')
  await gone
})

describe('tidegate room serveml --ask', () => {
  it('asks whoever watches by each person’s own link, and the room shows the gate open', async () => {
    const { page: watching, complaints } = await openPage(await browse({ viewport: desk }))
    await watching.goto(await printed(/(http\S+\/releases\/\S+)/))
    for (const person of ['ana', 'bo', 'cy']) {
      const link = await printed(new RegExp(`${person} is asked \\(go\\): (\\S+)`))
      const { page } = await openPage(await browse(telephone))
      await page.goto(link)
      await page.getByLabel('type serveml 2.4.0').first().fill('serveml 2.4.0')
      await page.getByRole('button', { name: 'Sign: it may go ahead' }).tap()
      await page.getByRole('heading', { name: 'You signed. Thank you.' }).waitFor()
      await page.context().close()
    }
    await watching.locator('.gate-opened').getByText('go', { exact: false }).first().waitFor()
    // It goes on by itself to the next question.
    await printed(/dee is asked \(cutover\): (\S+)/)
    await watching
      .getByText(/waits for .*Dee Dorsey as executive/)
      .first()
      .waitFor()
    await shoot(watching, 'ask-room')
    expect(complaints).toEqual([])
  })
})
