import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import type { Check } from './port.ts'

/** One line per kind; its code is loaded when it is first asked. */
const kinds = {
  'account-identity': async () => (await import('./account-identity.ts')).accountIdentity,
  'alarms-ready': async () => (await import('./alarms-ready.ts')).alarmsReady,
  approvers: async () => (await import('./approvers.ts')).approvers,
  certificate: async () => (await import('./certificate.ts')).certificate,
  'cloudwatch-alarm': async () => (await import('./cloudwatch-alarm.ts')).cloudwatchAlarm,
  'cloudwatch-metric': async () => (await import('./cloudwatch-metric.ts')).cloudwatchMetric,
  'dns-probe': async () => (await import('./dns-probe.ts')).dnsProbe,
  'dynamodb-pitr': async () => (await import('./dynamodb-pitr.ts')).dynamodbPitr,
  'ecr-image': async () => (await import('./ecr-image.ts')).ecrImage,
  'ecs-former': async () => (await import('./ecs-former.ts')).ecsFormer,
  'ecs-service-health': async () => (await import('./ecs-service-health.ts')).ecsServiceHealth,
  'hosted-zone': async () => (await import('./hosted-zone.ts')).hostedZone,
  'http-probe': async () => (await import('./http-probe.ts')).httpProbe,
  'log-group': async () => (await import('./log-group.ts')).logGroup,
  'nameservers-delegated': async () => (await import('./nameservers-delegated.ts')).nameserversDelegated,
  permissions: async () => (await import('./permissions.ts')).permissions,
  's3-bucket-safe': async () => (await import('./s3-bucket-safe.ts')).s3BucketSafe,
  'secrets-by-reference': async () => (await import('./secrets-by-reference.ts')).secretsByReference,
  'side-answers': async () => (await import('./side-answers.ts')).sideAnswers,
  'tls-probe': async () => (await import('./tls-probe.ts')).tlsProbe,
  'traffic-share': async () => (await import('./traffic-share.ts')).trafficShare,
} satisfies Record<string, () => Promise<unknown>>

export type CheckKind = keyof typeof kinds
export const checkKinds = Object.keys(kinds) as readonly CheckKind[]

const loaded = new Map<string, Check>()

/** @throws {WrongInput} for a kind that nobody wrote: an unknown question never lets a release through */
export async function loadCheck(world: Pick<World, 'load'>, kind: string): Promise<Check> {
  if (!isKind(kind)) throw new WrongInput(`there is no check kind "${kind}"; known: ${checkKinds.join(', ')}`)
  return world.load(`check:${kind}`, () => loadOnce(kind))
}

/** Loads every kind, so that a rehearsal finds each one without waiting for the disk. */
export async function preloadChecks(): Promise<void> {
  await Promise.all(checkKinds.map(loadOnce))
}

function isKind(kind: string): kind is CheckKind {
  return Object.hasOwn(kinds, kind)
}

async function loadOnce(kind: CheckKind): Promise<Check> {
  const found = loaded.get(kind)
  if (found !== undefined) return found
  const check = (await kinds[kind]()) as unknown as Check
  loaded.set(kind, check)
  return check
}
