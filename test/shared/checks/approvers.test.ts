import { approvers } from '../../../shared/checks/approvers.ts'
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
