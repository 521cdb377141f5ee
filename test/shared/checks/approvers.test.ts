import { describe, expect, it } from 'vitest'
import { approvers } from '../../../shared/checks/approvers.ts'
import type { Moment } from '../../../shared/checks/port.ts'
import type { Directory } from '../../../shared/people/directory.ts'
import { callName } from '../../../shared/retries.ts'
import type { World } from '../../../shared/world.ts'
import { checkContract } from '../../contracts/check.ts'
import { awsError } from './fakes/account.ts'
import { preflight, serveml } from './fakes/serveml.ts'

interface Reached {
  people: string
  approvals: Record<string, boolean>
  notices: Record<string, boolean>
  slack: boolean
}

/** serveml with its people, some of whom have confirmed that they want to be asked. */
function reached(change: (reached: Reached) => void = () => {}): World {
  const people: Directory = {
    people: {
      ana: { roles: ['engineering-lead'], mail: 'Ana@serveml.example' },
      cy: { roles: ['operations-lead'], sms: '+15550100', slack: 'U0CY' },
      gus: { roles: ['operations-lead'], mail: 'gus@serveml.example' },
    },
    slack: { team: 'T0SERVEML', channels: { all: 'C0RELEASES' } },
  }
  const state: Reached = {
    people: JSON.stringify(people),
    approvals: { 'ana@serveml.example': true, '+15550100': true, 'gus@serveml.example': true },
    notices: { 'releases@serveml.example': true },
    slack: false,
  }
  change(state)
  const world = serveml()
  return {
    ...world,
    home: {
      ...world.home,
      ...(state.slack && { slackSecret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s' }),
    },
    async send(clientClass, command) {
      const name = callName(new clientClass({ region: 'eu-west-1' }), command)
      if (name === 'S3.GetObject') {
        if (state.people === '') throw awsError('NoSuchKey')
        return { Body: { transformToString: async () => state.people } } as never
      }
      const { TopicArn } = command.input as { TopicArn: string }
      const of = TopicArn.endsWith('approvals') ? state.approvals : state.notices
      return {
        Subscriptions: Object.entries(of).map(([Endpoint, confirmed]) => ({
          Endpoint,
          SubscriptionArn: confirmed ? `${TopicArn}:0a1b` : 'PendingConfirmation',
        })),
      } as never
    },
  }
}

checkContract({
  check: approvers,
  ask: {
    system: 'serveml',
    gates: [
      {
        gate: 'go',
        sign: [
          { role: 'engineering-lead', count: 1 },
          { role: 'operations-lead', count: 2 },
        ],
      },
    ],
  },
  moment: preflight,
  good: reached,
  bad: {
    'nobody hears of notices': () =>
      reached((state) => {
        state.notices = { 'releases@serveml.example': false }
      }),
    'one has not confirmed': () =>
      reached((state) => {
        state.approvals['ana@serveml.example'] = false
      }),
    'one was never subscribed': () =>
      reached((state) => {
        delete state.approvals['+15550100']
      }),
    'one has left': () =>
      reached((state) => {
        const { people } = JSON.parse(state.people) as Directory
        delete people['gus']
        state.people = JSON.stringify({ people })
      }),
    'Slack reaches one, and not the other': () =>
      reached((state) => {
        state.slack = true
        state.approvals = { 'ana@serveml.example': true, 'gus@serveml.example': false }
      }),
  },
  blind: {
    'nobody has published people': () =>
      reached((state) => {
        state.people = ''
      }),
    'what is published is no directory': () =>
      reached((state) => {
        state.people = '{"people":{"ana":{}}}'
      }),
  },
})

describe('a gate for which every role has people enough', () => {
  const ask = {
    system: 'serveml',
    gates: [
      {
        gate: 'go',
        sign: [
          { role: 'engineering-lead', count: 1 },
          { role: 'operations-lead', count: 1 },
        ],
      },
    ],
  }
  /** Who holds which roles, all of whom hear of it. */
  const holding = (roles: Record<string, readonly string[]>) =>
    reached((state) => {
      const people = Object.entries(roles).map(([name, held]) => [
        name,
        { roles: held, mail: `${name}@serveml.example` },
      ])
      state.people = JSON.stringify({ people: Object.fromEntries(people) })
      state.approvals = Object.fromEntries(Object.keys(roles).map((name) => [`${name}@serveml.example`, true]))
    })
  const [lead, operations] = ['engineering-lead', 'operations-lead']
  const gate = { name: 'go', sign: ask.gates[0]!.sign, when: 'before-lock', limitSeconds: 600 }
  const moment = (requester?: string, rules: object = {}) =>
    ({
      ...preflight,
      plan: { gates: [{ ...gate, requesterMaySign: false, ...rules }] },
      ...(requester !== undefined && { requester }),
    }) as unknown as Moment
  const verdict = async (world: World, at: Moment) => {
    const result = await approvers.run(approvers.ask.parse(ask), world, at)
    return result.verdict === 'fail' ? result.seen : result.verdict
  }

  it('is refused when one person would have to sign twice, unless the plan lets one signature count for all', async () => {
    const one = holding({ ana: [lead, operations] })
    expect(await verdict(one, moment())).toMatch(/gate "go" could only expire: .*operations-lead \(one person counts/)
    expect(await verdict(one, moment(undefined, { severalRoles: true }))).toBe('pass')
  })

  it('is good when somebody can step aside for another, in whichever order they are found', async () => {
    expect(await verdict(holding({ ana: [lead, operations], bo: [lead] }), moment())).toBe('pass')
    expect(await verdict(holding({ bo: [operations], ana: [lead, operations] }), moment())).toBe('pass')
  })

  it('is refused when it needs whoever asked for the release, by whichever name, unless they may sign', async () => {
    const two = holding({ ana: [lead], bo: [operations] })
    for (const name of ['ana', 'Ana@serveml.example']) {
      expect(await verdict(two, moment(name))).toContain(`${name} asked for the release and may not sign it`)
    }
    expect(await verdict(two, moment('ana', { requesterMaySign: true }))).toBe('pass')
    expect(await verdict(two, moment('fay'))).toBe('pass')
  })
})
