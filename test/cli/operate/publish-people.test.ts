import { afterEach, describe, expect, it } from 'vitest'
import { publishPeople } from '../../../cli/operate/publish-people.ts'
import { type Night, night } from './night.ts'

let open: Night | undefined
afterEach(() => open?.end())
const run = (one: Night) => one.as('fay', (tidegate, out) => publishPeople(tidegate, out))
const written = ({ bench }: Night) => bench.account.s3.text(bench.home.bucket, 'people.json')
const subscriptions = ({ bench }: Night) => {
  const { ListSubscriptionsByTopic } = bench.account.sns.operations
  const listed = ListSubscriptionsByTopic({ TopicArn: bench.home.approvalsTopic }) as never as {
    Subscriptions: { Endpoint: string; SubscriptionArn: string }[]
  }
  return listed.Subscriptions.map(({ Endpoint }) => Endpoint).sort()
}

describe('people.yaml, published', () => {
  it('is what gates read, and whoever is new is asked by AWS to confirm', async () => {
    open = await night()
    open.bench.account.s3.seed(open.bench.home.bucket, 'people.json', '{"people":{}}')
    const said = await run(open)
    expect(said.code).toBe(0)
    expect(said.text).toMatch(/^replaced {5}s3:\/\/tidegate-plans-and-evidence\/people\.json: 7 people\n/)
    // Fay signs nothing tonight, but has an address, and none of the account's subscriptions was hers.
    expect(said.text).toContain('subscribed   fay@serveml.example (fay): AWS asks them to confirm')
    expect(written(open)).toBe(open.scene.directory)
    expect(subscriptions(open)).toContain('fay@serveml.example')
  })

  it('again is unchanged, and says who has not confirmed', async () => {
    open = await night()
    await run(open)
    const again = await run(open)
    expect(again.text).toMatch(/^unchanged /)
    expect(again.text).not.toContain('subscribed ')
    expect(again.text).toContain('waiting      fay@serveml.example (fay) has not confirmed yet')
  })

  it('takes the requests of whoever left away, and leaves what others have subscribed', async () => {
    open = await night()
    const { Subscribe } = open.bench.account.sns.operations
    const subscribe = (Endpoint: string, approver?: string) => {
      const made = Subscribe({
        TopicArn: open!.bench.home.approvalsTopic,
        Protocol: 'email',
        Endpoint,
        ...(approver !== undefined && { Attributes: { FilterPolicy: JSON.stringify({ approver: [approver] }) } }),
        ReturnSubscriptionArn: true,
      }) as never as { SubscriptionArn: string }
      open!.bench.account.sns.confirm(made.SubscriptionArn)
    }
    subscribe('left@serveml.example', 'hal')
    subscribe('archive@serveml.example')
    const said = await run(open)
    expect(said.text).toContain('unsubscribed left@serveml.example')
    expect(subscriptions(open)).not.toContain('left@serveml.example')
    expect(subscriptions(open)).toContain('archive@serveml.example')
  })

  it('gives an address to whose it is now, so that nobody reads the links of somebody else', async () => {
    open = await night()
    const { Subscribe, GetSubscriptionAttributes } = open.bench.account.sns.operations
    const { SubscriptionArn } = Subscribe({
      TopicArn: open.bench.home.approvalsTopic,
      Protocol: 'email',
      Endpoint: 'Fay@serveml.example',
      Attributes: { FilterPolicy: '{"approver":["former"]}' },
      ReturnSubscriptionArn: true,
    }) as never as { SubscriptionArn: string }
    open.bench.account.sns.confirm(SubscriptionArn)
    const said = await run(open)
    expect(said.text).toContain('moved        fay@serveml.example: from now on it is asked what fay is')
    const { Attributes } = GetSubscriptionAttributes({ SubscriptionArn }) as never as {
      Attributes: { FilterPolicy: string }
    }
    expect(JSON.parse(Attributes.FilterPolicy)).toEqual({ approver: ['fay'] })
    expect((await run(open)).text).not.toContain('moved ')
  })
})
