import { serveLocally } from '../../cli/room/serve.ts'
import { decide } from '../../shared/gates/decide.ts'
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
    /** What was decided, whoever asks. */
    signs: () => night.bench.table.dump().filter((item) => item.sk.startsWith('SIGN#')),
    /** Signs by another channel, for whoever is not looked at. */
    async signFor(people: readonly string[], gate = 'go') {
      for (const person of people) {
        await night.run((world) => decide({ say: 'sign', release: id, gate, person, channel: 'cli' }, world))
      }
    },
    /** Signed by everybody, and stopped by somebody after the first step of its way to the users. */
    async untilItHolds() {
      await this.signFor(['ana', 'bo', 'cy'])
      await night.until(() => night.gate('cutover')?.requestedAt !== undefined && !night.bench.functions.busy)
      await this.signFor(['dee', 'eli'], 'cutover')
      const moved = /^LINE#route53-record.*#005$/
      await night.until(() => night.bench.table.dump().some((one) => moved.test(one.sk) && one['state'] === 'settled'))
      const halt = { say: 'halt', release: id, person: 'cy', reason: 'orders look slow', channel: 'cli' } as const
      await night.run((world) => decide(halt, world))
      const asked = () => night.sent().some(({ attributes }) => attributes['hold'] !== undefined)
      await night.until(() => asked() && !night.bench.functions.busy)
    },
    hold: () => night.bench.table.dump().find((item) => item.sk.startsWith('HOLD#')),
    async close() {
      await served.close()
      await working
      night.end()
    },
  }
}
export type OpenNight = Awaited<ReturnType<typeof openNight>>
