import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeEvidence } from '../../../cli/evidence-files.ts'
import { diskShelf } from '../../../cli/room/disk-shelf.ts'
import { showRehearsal } from '../../../cli/room/rehearsal.ts'
import { serveLocally } from '../../../cli/room/serve.ts'
import { openScene } from '../../../cli/scene.ts'
import { createApp } from '../../../web/app.ts'
import { serveml, story } from '../../stories/stage.ts'

/** Inside the project, where it is ignored. */
const home = join(import.meta.dirname, '../../../.cache')
let folder: string
beforeAll(async () => {
  mkdirSync(home, { recursive: true })
  folder = mkdtempSync(join(home, 'room-'))
  await writeEvidence(await story(await serveml()), join(folder, 'serveml-2-4-0-1-1'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** With the headers that a browser would not let a page set. */
const get = (address: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(address, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

describe('the folder of rehearsals', () => {
  it('is listed by the names of its folders; what is no evidence is passed over', async () => {
    cpSync(join(folder, 'serveml-2-4-0-1-1'), join(folder, 'again'), { recursive: true })
    mkdirSync(join(folder, 'empty'))
    mkdirSync(join(folder, 'broken'))
    writeFileSync(join(folder, 'broken', 'evidence.json'), '{"schema": 1')
    const { shelved } = await diskShelf(folder).list()
    expect(shelved.map(({ id }) => id).sort()).toEqual(['again', 'serveml-2-4-0-1-1'])
    expect(await diskShelf(join(folder, 'none')).list()).toEqual({ shelved: [], left: 0 })
  })

  it('gives nothing that lies outside of it', async () => {
    for (const id of ['../room', '..', '', '.', 'a/b', 'again/../again'])
      expect(await diskShelf(folder).find(id)).toBeUndefined()
    expect((await diskShelf(folder).find('again'))?.outcome).toBe('released')
  })
})

describe('pages on this machine', () => {
  it('answer by the address that was printed, and by no other name that leads here', async () => {
    const app = createApp({
      world: () => ({ now: () => 0, log: () => {} }) as never,
      shelf: () => diskShelf(folder),
      access: async () => ({}),
    })
    const { address, close } = await serveLocally(app, 0)
    const { host, port } = new URL(address)
    try {
      expect(await get(address, { Host: host })).toBe(200)
      expect(await get(address, { Host: `localhost:${port}` })).toBe(200)
      for (const name of [`evil.example:${port}`, 'localhost', `127.0.0.1.evil.example:${port}`])
        expect(await get(address, { Host: name }), name).not.toBe(200)
      await expect(serveLocally(app, Number(port))).rejects.toThrow(/cannot be had; nothing was started/)
    } finally {
      await close()
    }
  })
})

describe('a rehearsal that is watched', () => {
  it('is the same run as one that nobody watches, shows itself meanwhile, and leaves its evidence', async () => {
    const opened = await openScene('serveml', { version: '2.4.0' })
    const alone = await story(opened.scene)
    const watched = { opened, seed: 1, faults: [], faultFiles: [], speed: 1e9, ask: false, folder }
    const { shelf, release, begun, over } = await showRehearsal(watched, diskShelf(folder))
    await begun
    expect((await shelf.find(release))?.outcome).toBe('open')
    let looks = 0
    let running = true
    over.finally(() => {
      running = false
    })
    const seen = new Set<string>()
    while (running) {
      const evidence = await shelf.find(release)
      if (evidence !== undefined) seen.add(`${evidence.outcome} ${evidence.phases.at(-1)?.name ?? ''}`)
      looks += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    const run = await over
    expect(looks).toBeGreaterThan(50)
    expect(seen).toContain('open cutover')
    expect(JSON.stringify(run.table)).toBe(JSON.stringify(alone.table))
    expect((await shelf.find(release))?.outcome).toBe('released')
    const ids = (await shelf.list()).shelved.map(({ id }) => id)
    expect(ids.filter((id) => id.startsWith('serveml-2-4-0'))).toEqual([release])
  })
})

describe('a rehearsal whose gates whoever watches opens', () => {
  it('gives each person the link that mail would bring, to the pages of this machine, and stands still meanwhile', async () => {
    const opened = await openScene('serveml', { version: '2.4.0' })
    const links = new Map<string, string>()
    const wanted = { opened, seed: 1, faults: [], faultFiles: [], speed: 1e6, ask: true, folder }
    const { world, shelf, release, stop } = await showRehearsal(
      {
        ...wanted,
        pages: 'http://127.0.0.1:4',
        invited: (person, about, link) => links.set(`${person} ${about}`, link),
      },
      diskShelf(folder),
    )
    const soon = () => new Promise((resolve) => setImmediate(resolve))
    while (links.size < 3) await soon()
    expect([...links.keys()].sort()).toEqual(['ana go', 'bo go', 'cy go'])
    const app = createApp({ world: () => world, shelf: () => shelf, access: async () => ({}) })
    const at = world.now()
    const page = await app.request(links.get('ana go')!)
    expect([page.status, (await page.text()).includes('May serveml 2.4.0')]).toEqual([200, true])
    expect((await shelf.find(release))?.gates[0]?.state).toBe('awaiting')
    // A million virtual seconds a second would have been days by now.
    expect(world.now() - at).toBeLessThan(60_000)
    stop()
  })
})
