import { expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import { type Asked, recordAsks } from '../../rehearsal/permissions/record.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { type Permissions, permissions } from '../../shared/permissions/index.ts'
import { cardText, release, slackNight } from '../chatops/night.ts'
import { missing, unused } from './compare.ts'

/** Everything that people do in Slack, and what goes wrong there. */
async function nightsInSlack(): Promise<{ asked: Asked; granted: Permissions; without: Permissions }> {
  const asked: Asked = new Map()
  const night = await slackNight()
  recordAsks(night.bench, asked)
  await night.types('U0FAY', 'status')
  await night.types('U0FAY', 'release serveml 2.4.0')
  await night.until(() => cardText(night.slack).includes('*Gate go*'))
  for (const user of ['U0ANA', 'U0BO', 'U0CY']) await night.presses(user, 'tidegate-sign')
  await night.until(() => cardText(night.slack).includes('*Gate cutover*'))
  for (const user of ['U0DEE', 'U0ELI']) await night.presses(user, 'tidegate-sign')
  await night.until(() => cardText(night.slack).includes('5 % of api.serveml.example'))
  await night.types('U0FAY', `halt ${release} telephones ring`)
  await night.until(() => cardText(night.slack).includes('*It holds: '))
  await night.types('U0CY', `rollback ${release} users complain`)
  await night.settle(1)
  await night.types('U0CY', `rollback ${release} and again`)
  await night.until(() => night.slack.cards[0]!.text.includes('rolled back'))
  await night.settle(120)
  night.end()
  const nobody = await slackNight({ people: 'unpublished' })
  recordAsks(nobody.bench, asked)
  await nobody.types('U0FAY', 'status')
  await nobody.settle()
  nobody.end()
  const plans = publishedPlans('plans')
  const names = rehearsedNames(night.bench.home)
  const { slackSecret: _slackSecret, ...noSlack } = names
  return { asked, granted: await permissions(plans, names), without: await permissions(plans, noSlack) }
}

it('chatops may do what people ask for in Slack, and nothing besides; without a Slack app nothing at all', async () => {
  const { asked, granted, without } = await nightsInSlack()
  const own: Asked = new Map([['chatops', asked.get('chatops')!]])
  expect(await missing({ chatops: granted.functions.chatops }, own)).toEqual([])
  expect(await unused({ chatops: granted.functions.chatops }, own)).toEqual([])
  const left = without.functions.chatops.flatMap(({ Action }) => Action)
  expect(left.filter((action) => !/^(logs|xray|sqs):/.test(action))).toEqual([])
})
