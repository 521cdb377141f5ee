import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam'
import * as z from 'zod/mini'
import { refused, type Told } from '../permissions/allowed.ts'
import { deployedNames } from '../permissions/deployed.ts'
import { ownCalls, releasing } from '../permissions/own.ts'
import { type Need, needsOf } from '../permissions/plan-needs.ts'
import { policyName, roleName } from '../permissions/statement.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import type { FunctionName, World } from '../world.ts'
import { defineCheck, type Moment } from './port.ts'
import { CannotTell, readIfThere, telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

/**
 * Whether the deployed roles allow every call that this plan may make, its way back included.
 *
 * What is deployed is read from IAM itself, so that a role that somebody edited by hand is seen too. Boundaries of the
 * organisation and policies of the resources are not.
 */
export const permissions = defineCheck<Record<string, never>>({
  kind: 'permissions',
  ask: z.strictObject({}),
  describe: () => 'the deployed roles allow every call of this plan, the way back included',
  run: (_ask, world, moment) => telling('iam:GetRolePolicy', () => look(world, moment)),
})

/** So many findings are told; one deployment mends them all. */
const toldMax = 5

async function look(world: World, { plan }: Moment) {
  if (plan === undefined) {
    throw new CannotTell('this check is about a plan, and there is none here', 'ask it in preflight')
  }
  const needs = await allNeeds(plan, world)
  const policies = new Map(
    await Promise.all(releasing.map(async (name) => [name, await policyOf(world, name)] as const)),
  )
  const missing = needs.flatMap((need) => missingOf(need, policies.get(need.function) ?? []))
  // The same right may be needed by many lines of the plan.
  const found = [...new Set(missing)].sort()
  const faults: Finding[] = found.slice(0, toldMax).map((what) => ({ what, whatToDo }))
  if (found.length > toldMax) faults.push({ what: `${found.length - toldMax} more are missing`, whatToDo })
  const seen = `${needs.length} rights of ${releasing.length} functions are granted`
  const bound = 'every call of the plan is allowed, undo included'
  return weighed({ faults, doubts: [] }, { seen, bound, value: found.length, limit: 0, unit: 'missing rights' })
}

/** What the lines of the plan need, and what every release needs of Tidegate's own: its ledger, its tokens, its way back. */
async function allNeeds(plan: ReleasePlan, world: World): Promise<Need[]> {
  // Admit has read what is live by now; the next release will say what it lacks.
  const needs = (await needsOf(plan)).filter((need) => need.function !== 'admit')
  const used = new Set(needs.map((need) => need.function))
  const names = deployedNames(world)
  const own = releasing.flatMap((name) =>
    ownCalls(name, names, used).map((one) => ({ ...one, uses: [], function: name, of: 'Tidegate itself' })),
  )
  return [...needs, ...own]
}

const whatToDo =
  'put this plan and its environment into plans/ and deploy Tidegate again: its roles are made from them; then release again'

const missingOf = (need: Need, policy: readonly Told[]): string[] =>
  refused(need, policy).map((resource) => `${need.function} may not ${need.action} on ${resource} (for ${need.of})`)

async function policyOf(world: World, name: FunctionName): Promise<readonly Told[]> {
  const functionName = deployedNames(world).function(name)
  const answer = await readIfThere(
    world,
    { permission: 'iam:GetRolePolicy', absent: ['NoSuchEntityException', 'NoSuchEntity'] },
    IAMClient,
    new GetRolePolicyCommand({ RoleName: roleName(functionName, world.home.region), PolicyName: policyName }),
  )
  // IAM answers documents URL-encoded.
  const text = answer?.PolicyDocument === undefined ? '{}' : decodeURIComponent(answer.PolicyDocument)
  const { Statement: statements = [] } = JSON.parse(text) as { Statement?: Told | Told[] }
  return Array.isArray(statements) ? statements : [statements]
}
