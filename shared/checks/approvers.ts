import * as z from 'zod/mini'
import { sns } from '../clients/sns.ts'
import { rolesLeftOver } from '../gates/can-open.ts'
import { whoSigns } from '../gates/who.ts'
import type { Directory } from '../people/directory.ts'
import { holdersOf } from '../people/holders.ts'
import { publishedPeople } from '../people/published.ts'
import type { World } from '../world.ts'
import { defineCheck, type Moment } from './port.ts'
import { read, telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  system: z.string(),
  gates: z.array(
    z.strictObject({ gate: z.string(), sign: z.array(z.strictObject({ role: z.string(), count: z.int() })) }),
  ),
})
type Ask = z.infer<typeof Ask>

/** Whether everybody whom the gates need is known, and would hear of it: a gate that nobody hears of only expires. */
export const approvers = defineCheck<Ask>({
  kind: 'approvers',
  ask: Ask,
  describe: ({ gates }) => `those who sign can be reached: ${gates.map(({ gate }) => gate).join(', ') || 'no gates'}`,
  run: (ask, world, moment) => telling('sns:ListSubscriptionsByTopic', () => look(ask, world, moment)),
})

async function look(ask: Ask, world: World, moment: Moment) {
  const directory = await publishedPeople(naming(world, 's3:GetObject'))
  const topics = naming(world, 'sns:ListSubscriptionsByTopic')
  const [asked, told] = await Promise.all([
    confirmed(topics, world.home.approvalsTopic),
    confirmed(topics, world.home.noticesTopic),
  ])
  const faults: Finding[] = []
  if (told.size === 0) {
    const what = 'nobody is subscribed to notices, so nobody would hear that a release is stuck'
    faults.push({ what, whatToDo: `confirm a subscription of ${world.home.noticesTopic}` })
  }
  for (const { gate, sign } of ask.gates) {
    const before = faults.length
    for (const { role, count } of sign) {
      const holders = holdersOf(directory, role, ask.system)
      const heard = holders.filter((person) => hears(world, directory, person, asked))
      if (heard.length >= count) continue
      const what =
        holders.length < count
          ? `gate "${gate}" asks for ${count} × ${role}, and people.yaml has ${holders.join(', ') || 'nobody'}`
          : `gate "${gate}": of ${holders.join(', ')} (${role}) ${heard.length} of ${count} can be reached`
      const whatToDo =
        holders.length < count
          ? 'give the role to more people: tidegate publish people'
          : 'let them confirm the message that AWS has sent, or: tidegate publish people'
      faults.push({ what, whatToDo })
    }
    if (faults.length === before) faults.push(...neverOpens(directory, ask.system, { gate, sign }, moment))
  }
  const seen = `${Object.keys(directory.people).length} people, ${asked.size} confirmed subscriptions`
  return weighed(
    { faults, doubts: [] },
    { seen, bound: 'enough people of each role are reachable, and notices are read' },
  )
}

/** Enough for each role by itself may be too few for all of them, or too few without whoever asked for the release. */
function neverOpens(
  directory: Directory,
  system: string,
  { gate, sign }: Ask['gates'][number],
  { plan, requester }: Moment,
): Finding[] {
  const { requesterMaySign = false, severalRoles = false } = plan?.gates.find(({ name }) => name === gate) ?? {}
  const planned = { name: gate, when: 'before-lock', sign, limitSeconds: 0 } as const
  const leftOver = (requesterMaySign: boolean) => {
    const by = requester === undefined ? { system } : { system, requester }
    return rolesLeftOver(whoSigns(directory, { ...planned, requesterMaySign }, by).roles, severalRoles)
  }
  const missing = leftOver(requesterMaySign)
  if (missing.length === 0) return []
  const [why, other] =
    leftOver(true).length === 0
      ? [`${requester} asked for the release and may not sign it`, 'let somebody else ask for the release']
      : ['one person counts for one role', 'set severalRoles at the gate']
  const what = `gate "${gate}" could only expire: nobody is left to sign as ${missing.join(', ')} (${why})`
  const whatToDo = `give the role to more people (tidegate publish people), or ${other}`
  return [{ what, whatToDo }]
}

/** The World of a read that, denied, names its right. */
const naming = (world: World, permission: string): World => ({
  ...world,
  send: (client, command) => read(world, { permission }, client, command),
})

function hears({ home }: World, { people, slack }: Directory, person: string, endpoints: ReadonlySet<string>): boolean {
  const { mail, sms, slack: member } = people[person]!
  if (mail !== undefined && endpoints.has(mail.toLowerCase())) return true
  if (sms !== undefined && endpoints.has(sms)) return true
  return home.slackSecret !== undefined && slack !== undefined && member !== undefined
}

async function confirmed(world: World, TopicArn: string): Promise<Set<string>> {
  const { ListSubscriptionsByTopicCommand, SNSClient } = await sns(world)
  const endpoints = new Set<string>()
  let next: string | undefined
  do {
    const page = await world.send(
      SNSClient,
      new ListSubscriptionsByTopicCommand({ TopicArn, ...(next === undefined ? {} : { NextToken: next }) }),
    )
    for (const { SubscriptionArn = '', Endpoint = '' } of page.Subscriptions ?? []) {
      // Instead of an ARN, an unconfirmed one says PendingConfirmation.
      if (SubscriptionArn.startsWith('arn:')) endpoints.add(Endpoint.toLowerCase())
    }
    next = page.NextToken
  } while (next !== undefined)
  return endpoints
}
