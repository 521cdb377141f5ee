import { slackDeliveryKey, slackKey, slackPartition, slackPendingKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { fromItem, fromItemIfAny, toItem } from './record-items.ts'
import { type SlackRecord, schema } from './records.ts'
import type { Json, Store } from './store.ts'

type Slack = Pick<
  Ledger,
  'slack' | 'holdSlack' | 'setSlack' | 'leaveSlack' | 'slackPending' | 'slackDone' | 'nameDelivery'
>

/** What of a release stands in Slack. One writes at a time, so that two who come at once leave one message. */
export const slack = (store: Store): Slack => ({
  async slack(id) {
    return fromItemIfAny<SlackRecord>(await store.get(slackKey(id)))
  },

  async holdSlack(id, channel, holder, now, until) {
    const first: SlackRecord = { schema, channel, told: [], wanted: 0, holder, until }
    const created = await store.write(
      { put: toItem(slackKey(id), first), if: 'absent' },
      { put: toItem(slackPendingKey(id), { release: id }) },
    )
    if (created.ok) return first
    const held = await store.write({
      set: slackKey(id),
      to: { holder, until },
      // Somebody who died holding it is waited for until then.
      if: { until: { absentOrLess: now } },
    })
    if (held.ok) return fromItem<SlackRecord>(held.now!)
    let stands = fromItem<SlackRecord>(held.found!)
    for (;;) {
      if (stands.holder === undefined) return this.holdSlack(id, channel, holder, now, until)
      const told = await store.write({
        set: slackKey(id),
        to: { wanted: stands.wanted + 1 },
        if: { wanted: { is: stands.wanted }, holder: { is: stands.holder } },
      })
      if (told.ok) return undefined
      stands = fromItem<SlackRecord>(told.found!)
    }
  },

  async setSlack(id, holder, to) {
    const written = await store.write({
      set: slackKey(id),
      to: to as { readonly [name: string]: Json },
      if: { holder: { is: holder } },
    })
    return written.ok
  },

  async leaveSlack(id, holder, wanted) {
    const written = await store.write({
      set: slackKey(id),
      to: { holder: null, until: null },
      if: { holder: { is: holder }, wanted: { is: wanted } },
    })
    return written.ok
  },

  async slackPending() {
    return (await store.query(slackPartition)).map(({ sk }) => sk)
  },

  async slackDone(id) {
    await store.write({ remove: slackPendingKey(id) })
  },

  async nameDelivery(delivery, release) {
    const key = slackDeliveryKey(delivery)
    const written = await store.write({ put: toItem(key, { release }), if: 'absent' })
    return written.ok ? release : fromItem<{ release: string }>(written.found!).release
  },
})
