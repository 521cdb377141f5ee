import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideByLink } from '../../shared/gates/by-link.ts'
import { createApp } from '../../web/app.ts'
import { fromLedger } from '../../web/room/ledger-shelf.ts'
import { atTheGate, type Night } from '../stories/at-the-gate.ts'
import { type Hostile, hostile } from './hostile.ts'

/** `npm run test:fuzz` asks 50,000 times, of which one in five goes to Slack's door. */
const requests = Math.round(Number(process.env['TIDEGATE_FUZZ'] ?? 2000) * 0.8)

let night: Night
let app: ReturnType<typeof createApp>
let links: Record<string, string>
let decisions: string
const decided = () =>
  JSON.stringify(night.bench.table.dump().filter(({ sk }) => /^(SIGN|HOLD)#/.test(sk) || sk === 'RELEASE'))

beforeAll(async () => {
  night = await atTheGate()
  links = { ana: night.token('ana'), bo: night.token('bo'), cy: night.token('cy') }
  await night.run((world) => decideByLink(world, links['cy']!, { say: 'sign', typed: 'serveml 2.4.0' }))
  app = createApp({
    world: () => ({ ...night.world, store: night.world.store }),
    shelf: (world) => ({
      about: '',
      list: async () => ({ shelved: [], left: 0 }),
      find: (id) => fromLedger(world, id),
    }),
    access: async () => undefined,
  })
  decisions = decided()
})
afterAll(() => night.end())

const withLinks = (text: string): string => text.replaceAll(/\{(ana|bo|cy)\}/g, (_, who: string) => links[who]!)

async function answer({ method, path, headers, body }: Hostile) {
  const request = requestOf(`https://tidegate.example${withLinks(path)}`, { method, headers, body: body ?? null })
  if (request === undefined) return undefined
  const got = await app.request(request)
  return { status: got.status, text: await got.text(), told: JSON.stringify([...got.headers]) }
}

/** What no client can send never arrives. */
function requestOf(url: string, init: RequestInit): Request | undefined {
  try {
    return new Request(url, init)
  } catch {
    return undefined
  }
}

/** Words of a stack, of a secret, of something that was not meant for people. */
const leaks =
  /\bat (?:async )?[\w.<>]+ \(|node:internal|node_modules|TypeError|Error:|\[object Object\]|\bundefined\b|taskToken|AAAA/

describe('whatever is sent to the pages', () => {
  it(`is answered without failing, without deciding and without telling secrets, ${requests} times`, async () => {
    const seen = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(hostile, async (one) => {
        if (one.laterMs > 0) await night.wait(one.laterMs)
        const got = await night.run(() => answer(one))
        if (got === undefined) return
        seen.set(got.status, (seen.get(got.status) ?? 0) + 1)
        expect(got.status).toBeLessThan(500)
        const visible = Object.values(links).reduce((text, link) => text.replaceAll(link, ''), got.text)
        expect(leaks.exec(visible)?.[0]).toBeUndefined()
        // A link is told to nobody but in pages at its own address.
        for (const [who, link] of Object.entries(links)) {
          if (!one.path.includes(`{${who}}`)) expect(`${got.text}${got.told}`.includes(link)).toBe(false)
        }
      }),
      { numRuns: requests, seed: 20_261_121, endOnFailure: true },
    )
    expect(decided()).toBe(decisions)
    // The requests did reach what they were meant for.
    for (const status of [200, 400, 403, 404, 413, 422, 429])
      expect(seen.get(status) ?? 0, `${status}`).toBeGreaterThan(0)
  })
})
