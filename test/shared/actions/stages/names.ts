import { FakeRoute53 } from '../fakes/route53.ts'
import { plain, type Stage, stage } from './stage.ts'

export const recordTarget = {
  zone: 'Z0SERVEML',
  name: 'api.serveml.example',
  type: 'A',
  members: {
    blue: { setId: 'blue', value: '192.0.2.1' },
    green: { setId: 'green', value: '192.0.2.2' },
    page: { setId: 'page', value: '192.0.2.3' },
  },
  from: 'blue',
  to: 'green',
  ttl: 60,
  resolvers: ['198.51.100.1', '198.51.100.2'],
}

const at = { Name: 'api.serveml.example.', Type: 'A' as const, TTL: 60 }
const member = (setId: string, weight: number, value: string) => ({
  ...at,
  SetIdentifier: setId,
  Weight: weight,
  ResourceRecords: [{ Value: value }],
})

export function recordStage() {
  const route53 = new FakeRoute53()
  route53.records = [
    member('blue', 255, '192.0.2.1'),
    member('green', 0, '192.0.2.2'),
    member('page', 0, '192.0.2.3'),
    { ...at, Name: 'api.serveml.example.', Type: 'TXT' as never, ResourceRecords: [{ Value: '"not ours"' }] },
    { ...at, Name: 'www.serveml.example.', ResourceRecords: [{ Value: '192.0.2.9' }] },
  ]
  route53.settle()
  const made: Stage<{ route53: FakeRoute53 }> = stage(
    { route53 },
    {
      // Somebody else's order of records is nobody's business.
      state: () => plain([...route53.records].map((one) => JSON.stringify(Object.entries(one).sort())).sort()),
      settle: () => {
        route53.settle()
        made.aws.pass(60)
      },
      foreign: () => {
        route53.records = route53.records.map((one) => (one.SetIdentifier === 'green' ? { ...one, Weight: 17 } : one))
        route53.settle()
      },
    },
  )
  made.aws.dns = (question) => route53.answer(question)
  return made
}

export const simpleTarget = { ...recordTarget, name: '*.app.serveml.example' }

/** The name is one simple record yet, and one with a star, which Route 53 escapes. */
export function simpleStage() {
  const made = recordStage()
  made.route53.records = [
    { ...at, Name: '*.app.serveml.example.', TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] },
  ]
  made.route53.settle()
  const foreign = () => {
    made.route53.records = made.route53.records.map((one) => ({ ...one, ResourceRecords: [{ Value: '192.0.2.66' }] }))
  }
  return { ...made, foreign }
}

export const ttlTarget = { zone: 'Z0SERVEML', name: 'api.serveml.example', type: 'A', ttl: 60 }

export function ttlStage() {
  const made = recordStage()
  const withTtl = (ttl: number) => {
    made.route53.records = made.route53.records.map((one) =>
      one.Type === 'A' && one.Name?.startsWith('api') ? { ...one, TTL: ttl } : one,
    )
    made.route53.settle()
  }
  withTtl(300)
  return { ...made, foreign: () => withTtl(120) }
}
