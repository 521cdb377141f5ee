import { AwsUnavailable } from '../errors.ts'
import { gateKey, glassKey, holdKey, inviteKey, linkKey, releasePartition, signKey, signPrefix } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { fromItem, fromItemIfAny, toItem } from './record-items.ts'
import type { GateRecord, HoldRecord, InviteRecord, LinkRecord, SignRecord } from './records.ts'
import type { Condition, Item, Key, Store, Written } from './store.ts'

/** People and scanners come a few at a time: each loses to one who is counted. */
const askTriesMax = 8

type People = Pick<
  Ledger,
  | 'openGate'
  | 'gate'
  | 'markRequested'
  | 'markGate'
  | 'invite'
  | 'link'
  | 'askLink'
  | 'markOpened'
  | 'sign'
  | 'signs'
  | 'decideGate'
  | 'openHold'
  | 'hold'
  | 'answerHold'
>

/** What people are asked and what they said; whoever was first is heard. */
export const people = (store: Store): People => ({
  openGate: (id, gate) => first<GateRecord>(store, gateKey(id, gate.gate), gate),

  async gate(id, gate) {
    return fromItemIfAny<GateRecord>(await store.get(gateKey(id, gate)))
  },

  async markRequested(id, gate, at) {
    const written = await store.write({
      set: gateKey(id, gate),
      to: { requestedAt: at },
      if: { gate: { is: gate }, requestedAt: { absent: true } },
    })
    return written.ok
  },

  async markGate(id, gate, what, at) {
    const written = await store.write({
      set: gateKey(id, gate),
      to: { [what]: at },
      if: { gate: { is: gate }, [what]: { absent: true } },
    })
    return written.ok
  },

  async invite(id, invite) {
    const { link, about, person, endsAt, signedDigest } = invite
    const { schema } = invite
    const leads: LinkRecord = {
      schema,
      link,
      release: id,
      about,
      person,
      endsAt,
      ...(signedDigest !== undefined && { signedDigest }),
    }
    const key = inviteKey(id, about, person)
    const written = await store.write(
      { put: toItem(key, invite), if: 'absent' },
      { put: toItem(linkKey(link), leads), if: 'absent' },
    )
    if (written.ok) return invite
    return fromItem<InviteRecord>((await store.get(key))!)
  },

  async link(link) {
    return fromItemIfAny<LinkRecord>(await store.get(linkKey(link)))
  },

  async askLink(first, at) {
    const minute = Math.floor(at / 60_000)
    let seen: LinkRecord | undefined = first
    for (let tries = 0; tries < askTriesMax && seen !== undefined; tries += 1) {
      const { link, minute: known, asked = 0 }: LinkRecord = seen
      const now = known === minute ? asked + 1 : 1
      const unchanged: Condition =
        known === undefined
          ? { link: { is: link }, minute: { absent: true } }
          : { minute: { is: known }, asked: { is: asked } }
      const written = await store.write({ set: linkKey(link), to: { minute, asked: now }, if: unchanged })
      if (written.ok) return now
      seen = fromItemIfAny<LinkRecord>(written.found)
    }
    // Whoever loses that often is one of very many at once.
    return Number.POSITIVE_INFINITY
  },

  async markOpened(id, about, person, at) {
    const written = await store.write({
      set: inviteKey(id, about, person),
      to: { openedAt: at },
      if: { link: { present: true }, openedAt: { absent: true } },
    })
    return written.ok
  },

  async sign(id, sign, read) {
    const gate = gateKey(id, sign.gate)
    const glass = sign.decision === 'break-glass'
    const key = glass ? glassKey(id, sign.gate, sign.person) : signKey(id, sign.gate, sign.person)
    // Whoever decides by what was read before notices a glass of somebody whose signature they have read.
    const heard = glass ? `${sign.person}#glass` : sign.person
    const open: Condition = { schema: { present: true }, decision: { absent: true } }
    const unheard: Condition = read === undefined ? {} : heardAs(read)
    const written = await together(() =>
      store.write({ put: toItem(key, sign), if: 'absent' }, { set: gate, to: { heard }, if: { ...open, ...unheard } }),
    )
    if (written.ok) return { written: true, stands: sign }
    if (written.failed === 1) {
      const stands = opened<GateRecord>(gate, written.found)
      return stands.decision === undefined ? { written: false, heard: stands } : { written: false, closed: stands }
    }
    const stands = fromItem<SignRecord>(written.found!)
    return { written: sameSign(stands, sign), stands }
  },

  async signs(id, gate) {
    return (await store.query(releasePartition(id), signPrefix(gate))).map((item) => fromItem<SignRecord>(item))
  },

  decideGate: (id, gate, decision, because, at) =>
    decided<GateRecord>(store, gateKey(id, gate.gate), { decision, because, decidedAt: at }, 'decision', heardAs(gate)),

  openHold: (id, hold) => first<HoldRecord>(store, holdKey(id, hold.point), hold),

  async hold(id, point) {
    return fromItemIfAny<HoldRecord>(await store.get(holdKey(id, point)))
  },

  answerHold: (id, point, answer, by, reason, at, { channel, from, with: program, proved, arn } = {}) =>
    decided<HoldRecord>(
      store,
      holdKey(id, point),
      {
        answer,
        answeredBy: by,
        reason,
        answeredAt: at,
        ...(channel !== undefined && { channel }),
        ...(from !== undefined && { from }),
        ...(program !== undefined && { with: program }),
        ...(proved !== undefined && { proved }),
        ...(arn !== undefined && { arn }),
      },
      'answer',
    ),
})

/** Nobody was heard since the gate was read. */
const heardAs = ({ heard }: Pick<GateRecord, 'heard'>): { heard: { absent: true } | { is: string } } => ({
  heard: heard === undefined ? { absent: true } : { is: heard },
})

/** Writes a record where there is none; answers what stands. */
async function first<R extends object>(store: Store, key: Key, record: R): Promise<R> {
  const written = await store.write({ put: toItem(key, record), if: 'absent' })
  return written.ok ? record : fromItem<R>(written.found!)
}

/** Writes a decision into an open record once; answers the record as it stands. */
async function decided<R>(
  store: Store,
  key: Key,
  to: { [name: string]: string | number },
  once: keyof R & string,
  unchanged: Exclude<Condition, string> = {},
): Promise<R> {
  const written = await together(() =>
    store.write({ set: key, to, if: { schema: { present: true }, [once]: { absent: true }, ...unchanged } }),
  )
  return opened<R>(key, written.ok ? written.now : written.found)
}

function opened<R>(key: Key, stands: Item | undefined): R {
  if (stands === undefined) throw new Error(`${key.sk} of ${key.pk} was never opened: nothing can be decided there`)
  return fromItem<R>(stands)
}

/** Two who decide in the same moment get in each other's way, and nothing is written: tried again, one comes first. */
export async function together(write: () => Promise<Written>): Promise<Written> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof AwsUnavailable) || tries === triesMax) throw error
    }
  }
}
const triesMax = 4

/** The very decision that was sent, whose first answer was lost. */
const sameSign = (stands: SignRecord, sign: SignRecord): boolean =>
  stands.at === sign.at && stands.decision === sign.decision && stands.channel === sign.channel
