import { WrongInput } from '../errors.ts'
import type { Needs } from '../permissions/permission.ts'

/** Who is asked over the network needs no permission; GetCallerIdentity is allowed to everybody. */
const nothing = async (): Promise<Needs<unknown>> => () => []

/** One line per kind: what it may do in IAM's words. Loaded by what makes roles and by preflight's own check. */
const kinds = {
  'account-identity': nothing,
  'alarms-ready': async () => (await import('./alarms-ready.needs.ts')).needs,
  // Topics and people are Tidegate's own.
  approvers: nothing,
  certificate: async () => (await import('./certificate.needs.ts')).needs,
  'cloudwatch-alarm': async () => (await import('./cloudwatch-alarm.needs.ts')).needs,
  'cloudwatch-metric': async () => (await import('./cloudwatch-metric.needs.ts')).needs,
  'dns-probe': nothing,
  'dynamodb-pitr': async () => (await import('./dynamodb-pitr.needs.ts')).needs,
  'ecr-image': async () => (await import('./ecr-image.needs.ts')).needs,
  'ecs-former': async () => (await import('./ecs-former.needs.ts')).needs,
  'ecs-service-health': async () => (await import('./ecs-service-health.needs.ts')).needs,
  'hosted-zone': async () => (await import('./hosted-zone.needs.ts')).needs,
  'http-probe': nothing,
  'log-group': async () => (await import('./log-group.needs.ts')).needs,
  'nameservers-delegated': async () => (await import('./nameservers-delegated.needs.ts')).needs,
  // Reading the roles is preflight's own right, whatever the plan.
  permissions: nothing,
  's3-bucket-safe': async () => (await import('./s3-bucket-safe.needs.ts')).needs,
  'secrets-by-reference': async () => (await import('./secrets-by-reference.needs.ts')).needs,
  'side-answers': nothing,
  'tls-probe': nothing,
  'traffic-share': async () => (await import('./traffic-share.needs.ts')).needs,
} as const satisfies Record<string, () => Promise<unknown>>

export const checksWithNeeds: readonly string[] = Object.keys(kinds)

/** Kept, because even code that is there takes a moment to be asked for, and virtual time does not wait for it. */
const loaded = new Map<string, Needs<unknown>>()

/** @throws {WrongInput} for a kind that says nothing: its question would be refused at night */
export async function loadCheckNeeds(kind: string): Promise<Needs<unknown>> {
  const known = loaded.get(kind)
  if (known !== undefined) return known
  const load = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : undefined
  if (load === undefined) {
    throw new WrongInput(
      `the check kind "${kind}" does not say which permissions it needs; write shared/checks/${kind}.needs.ts and its line in needs.ts`,
    )
  }
  const needs = (await load()) as Needs<unknown>
  loaded.set(kind, needs)
  return needs
}
