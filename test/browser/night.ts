import { serveLocally } from '../../cli/room/serve.ts'
import { createApp } from '../../web/app.ts'
import { fromLedger } from '../../web/room/ledger-shelf.ts'
import { atTheGate, id, type Wanted } from '../stories/at-the-gate.ts'

/**
 * A release that waits for people, and its pages on loopback. Virtual time stands still until somebody asks for a page;
 * what is asked for at once is answered at once.
 */
export async function openNight(wanted?: Wanted) {
  const night = await atTheGate(wanted)
  const app = createApp({
    world: () => night.world,
    shelf: (world) => ({
      about: '',
      list: async () => ({ shelved: [], left: 0 }),
      find: (release) => fromLedger(world, release),
    }),
    access: async () => undefined,
    origin: (c) => ({ from: '127.0.0.1', with: c.req.header('User-Agent') ?? '' }),
  })
  const waiting: (() => Promise<void>)[] = []
  let working: Promise<void> | undefined
  const work = async () => {
    while (waiting.length > 0) {
      const now = waiting.splice(0)
      await night.run(() => Promise.all(now.map((one) => one())))
    }
    working = undefined
  }
  const posted: string[] = []
  const served = await serveLocally(
    {
      fetch: (request) =>
        new Promise<Response>((resolve) => {
          if (request.method === 'POST') posted.push(request.url)
          waiting.push(async () => resolve(await app.fetch(request)))
          // Two clicks come in two requests: neither has been answered when the other is read.
          working ??= new Promise((soon) => setTimeout(soon, 30)).then(work)
        }),
    },
    0,
  )
  return {
    ...night,
    id,
    /** Forms that were sent. */
    posted,
    /** What the mail's link leads to, here. */
    link: (person: string) => `${served.address}/s/${night.token(person)}`,
    address: served.address,
    /** Whatever the release does by itself now. */
    settle: () => night.until(() => !night.bench.functions.busy),
    async close() {
      await served.close()
      await working
      night.end()
    },
  }
}
export type OpenNight = Awaited<ReturnType<typeof openNight>>
