import { loadScene } from '../../cli/scene.ts'
import { type Bench, setUp } from '../../rehearsal/bench.ts'
import { noHooks } from '../../rehearsal/hooks.ts'
import { defaultStart } from '../../rehearsal/rehearse.ts'
import { deployRoles } from '../../rehearsal/roles.ts'
import { joinSlack, testSecret } from '../../rehearsal/slack/join.ts'
import {
  asHttpEvent,
  commandBody,
  pressBody,
  type SignedRequest,
  signed,
  submitBody,
} from '../../rehearsal/slack/requests.ts'
import type { SlackWorkspace } from '../../rehearsal/slack/workspace.ts'
import { preloadActions } from '../../shared/actions/index.ts'
import type { HttpResult } from '../../shared/chatops/front.ts'
import { preloadChecks } from '../../shared/checks/index.ts'
import { ledger as open } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import { applyRequest, storeOf } from '../../shared/ledger/memory-store.ts'
import { publishedKey } from '../../shared/phases/admit.ts'
import { channel, directory, team, users } from './people.ts'

await Promise.all([preloadActions(), preloadChecks()])

/** A night in the simulated account whose people have Slack and nothing else. */
export interface Night {
  readonly bench: Bench
  readonly slack: SlackWorkspace
  /** The ledger as it is now, outside of time. */
  readonly ledger: Ledger
  /** Types `/tidegate …`. */
  types(user: string, text: string, how?: { team?: string }): Promise<HttpResult>
  /** Presses a button of the newest card. */
  presses(user: string, action: string, how?: { team?: string; value?: string; at?: number }): Promise<HttpResult>
  /** Fills in the newest form. */
  fills(user: string, reason: string): Promise<HttpResult>
  /** Sends a request as it is. */
  sends(request: SignedRequest, base64?: boolean): Promise<HttpResult>
  until(what: () => boolean, hoursMax?: number): Promise<void>
  /** Until nothing of chatops runs any more and a while has gone by. */
  settle(seconds?: number): Promise<void>
  end(): void
}

export const release = 'serveml-2-4-0-1'

export async function slackNight(wanted: { people?: object | 'unpublished'; seed?: number } = {}): Promise<Night> {
  const scene = await loadScene('serveml', { version: '2.4.0' })
  const { seed = 1 } = wanted
  const bench = setUp({ accountState: scene.accountState, seed, startAt: defaultStart, hooks: noHooks() })
  bench.account.s3.seed(
    bench.home.bucket,
    publishedKey(scene.system, scene.environment, scene.version),
    scene.published,
  )
  const people = wanted.people === 'unpublished' ? undefined : (wanted.people ?? directory)
  const slack = joinSlack(bench, people, { team, channels: [channel], users })
  await deployRoles(bench, [scene.published])
  const now = () => bench.scheduler.now()
  const until = async (what: () => boolean, hoursMax = 48) => {
    const last = now() + hoursMax * 3_600_000
    await bench.scheduler.run(() => what() || now() > last)
    if (!what()) throw new Error(`not so after ${hoursMax} hours`)
  }
  const sends = async (request: SignedRequest, base64 = false) => {
    let result: HttpResult | undefined
    const began = now()
    bench.functions.invoke('chatops', asHttpEvent(request, base64), (how) => {
      result = ('output' in how ? how.output : { statusCode: 500, headers: {}, body: how.cause }) as HttpResult
    })
    await until(() => result !== undefined, 1)
    if (now() - began > 3_000) throw new Error(`Slack had its answer after ${now() - began} ms`)
    return result!
  }
  const by = (user: string, own = team) => ({ user, team: own, ...named(slack.did(user)) })
  return {
    bench,
    slack,
    ledger: open(storeOf(async (request) => applyRequest(bench.table, request))),
    sends,
    until,
    types: (user, text, how = {}) =>
      sends(signed(commandBody(text, by(user, how.team)), testSecret.signingSecret, now())),
    presses(user, action, how = {}) {
      const value = how.value ?? buttonOf(slack, action)
      return sends(
        signed(pressBody({ action_id: action, value }, by(user, how.team)), testSecret.signingSecret, how.at ?? now()),
      )
    },
    fills(user, reason) {
      const { view } = slack.views.at(-1)!
      return sends(signed(submitBody(view, reason, { user, team }), testSecret.signingSecret, now()))
    },
    async settle(seconds = 5) {
      const at = now() + seconds * 1000
      let over = false
      bench.scheduler.after(seconds * 1000, () => {
        over = true
      })
      await bench.scheduler.run(() => over && now() >= at)
    },
    end: () => bench.end(),
  }
}

const named = ({ trigger, responseUrl }: { trigger: string; responseUrl: string }) => ({ trigger, responseUrl })

/** The value of a button of the newest card, or an error that names those there are. */
export function buttonOf(slack: SlackWorkspace, action: string): string {
  const card = slack.cards.at(-1)
  const buttons = (card?.blocks ?? []).flatMap(
    (block) => (block['elements'] as { action_id?: string; value?: string }[]) ?? [],
  )
  const found = buttons.find((one) => one.action_id === action)
  if (found?.value !== undefined) return found.value
  throw new Error(
    `the card has no button ${action}, only ${buttons.map((one) => one.action_id).join(', ')}: ${card?.text}`,
  )
}

/** Everything that stands on the newest card. */
export const cardText = (slack: SlackWorkspace): string => JSON.stringify(slack.cards.at(-1)?.blocks ?? [])
export const threadOf = (slack: SlackWorkspace): string[] =>
  slack.messages.filter((one) => one.thread_ts !== undefined).flatMap((one) => one.text.split('\n'))
/** What the last reply to somebody says. */
export const lastAnswer = (slack: SlackWorkspace): string => slack.answers.at(-1)?.text ?? ''
export const said = (result: HttpResult): string =>
  result.body === '' ? '' : (JSON.parse(result.body) as { text: string }).text
