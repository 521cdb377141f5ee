import type { Moment } from '../../../../shared/checks/port.ts'
import type { World } from '../../../../shared/world.ts'
import { type Account, start, worldOf } from './account.ts'
import { metricKey } from './cloudwatch.ts'

export const minutes = 60_000
const days = 86_400_000
export const topic = 'arn:aws:sns:eu-west-1:111122223333:serveml-alerts'
export const digest = `sha256:${'9f86d081'.repeat(8)}`
export const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/serveml'
export const backend41 = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/backend:41'
const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/serveml-backend@${digest}`
export const requestsOf = (side: string) => ({
  namespace: 'AWS/ApplicationELB',
  metric: 'RequestCount',
  dimensions: { LoadBalancer: `app/alb-${side}/1` },
})
export const errorsOf = (side: string) => ({ ...requestsOf(side), metric: 'HTTPCode_Target_5XX_Count' })
const key = ({ namespace, metric, dimensions }: ReturnType<typeof requestsOf>) =>
  metricKey(namespace, metric, dimensions)

/** A value for each of the last 20 minutes; the newest three have not landed yet. */
export function eachMinute(value: number, now = start): Map<number, number> {
  return new Map(Array.from({ length: 17 }, (_, n) => [now - (n + 4) * minutes, value] as const))
}
export const setMetric = (account: Account, of: ReturnType<typeof requestsOf>, points: Map<number, number>) => {
  account.metrics[key(of)] = points
}

/** The serveml account on a good night: 25 % of the requests on green, half an error in a thousand. */
export function serveml(change: (account: Account) => void = () => {}): World {
  const quiet = () => ({ state: 'OK' as const, actions: [topic], configuredAt: start - 30 * days, history: [] })
  const account: Account = {
    now: start,
    account: '111122223333',
    alarms: { 'serveml-5xx': quiet(), 'serveml-latency': quiet(), 'serveml-all': { ...quiet(), composite: true } },
    metrics: {},
    metricStatus: 'Complete',
    topics: { [topic]: ['PendingConfirmation', `${topic}:0a1b`] },
    services: {
      'serveml-prod backend-blue': {
        status: 'ACTIVE',
        taskDefinition: backend41,
        running: 2,
        desired: 2,
        deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: backend41, failedTasks: 0 }],
      },
    },
    taskDefinitions: {
      [backend41]: {
        status: 'ACTIVE',
        containerDefinitions: [
          {
            name: 'backend',
            image,
            environment: [{ name: 'TABLE', value: 'serveml-deployments-prod' }],
            secrets: [
              { name: 'JWT_SECRET', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/serveml/prod/jwt' },
            ],
          },
        ],
      },
    },
    functions: { 'model-serving-wrapper': { LOG_LEVEL: 'info', JWT_SECRET_NAME: '/serveml/prod/jwt' } },
    images: { [`serveml-backend ${digest}`]: { status: 'COMPLETE', counts: { HIGH: 2 } } },
    tables: {
      'serveml-deployments-prod': { status: 'ACTIVE', pitr: 'ENABLED', newest: start - 5 * minutes, days: 35 },
    },
    buckets: { 'serveml-frontend-prod': { versioning: 'Enabled', encryption: 'AES256', blocked: true } },
    acm: {
      [certificateArn]: {
        status: 'ISSUED',
        names: ['serveml.example', '*.serveml.example'],
        notAfter: start + 90 * days,
      },
    },
    zones: { Z0SERVEML: { name: 'serveml.example', private: false, servers: ['ns-1.example', 'ns-2.example'] } },
    logGroups: { '/ecs/serveml': 1, '/ecs/serveml-backend': 30, '/ecs/serveml-backend-old': 3 },
    sites: {
      'api.serveml.example /health': {
        status: 200,
        headers: { 'x-version': '2.4.0' },
        body: '{"status":"ok","db":{"ok":true}}',
      },
      '192.0.2.9 /': { status: 503, headers: { 'retry-after': '600' }, body: 'We are back soon' },
    },
    certificates: {
      'api.serveml.example:443': {
        oldest: 'TLSv1.2',
        served: {
          trusted: true,
          because: '',
          protocol: 'TLSv1.3',
          names: ['serveml.example', '*.serveml.example'],
          notBefore: start - days,
          notAfter: start + 60 * days,
          fingerprint256: 'AB:CD',
        },
      },
    },
    records: {
      'ns-1.example api.serveml.example A': { answers: [{ value: '192.0.2.7', ttl: 60 }] },
      'ns-2.example api.serveml.example A': { answers: [{ value: '192.0.2.7', ttl: 60 }] },
      'resolver example NS': { answers: [{ value: 'a.nic.example', ttl: 900 }] },
      'a.nic.example serveml.example NS': {
        answers: [
          { value: 'NS-2.example.', ttl: 900 },
          { value: 'ns-1.example', ttl: 900 },
        ],
      },
    },
  }
  setMetric(account, requestsOf('blue'), eachMinute(750))
  setMetric(account, requestsOf('green'), eachMinute(250))
  setMetric(account, errorsOf('green'), new Map([[start - 5 * minutes, 1]]))
  change(account)
  return worldOf(account)
}

/** Ten minutes into a watch of the 25 % step. */
export const watching: Moment = {
  when: 'step',
  since: start - 10 * minutes,
  share: 25,
  sides: { live: 'blue', next: 'green' },
}
export const preflight: Moment = { when: 'preflight', since: start, share: 0, sides: { live: 'blue', next: 'green' } }
