import type { Published } from '../plan/publish.ts'
import { anyRelease } from './any-release.ts'
import { machineNeeds } from './machines.ts'
import { callsByAws, functionNames, ownCalls } from './own.ts'
import { type Need, needsOf } from './plan-needs.ts'
import type { MachineName, Naming, Permissions } from './statement.ts'
import { statementsOf } from './statements.ts'

export type { MachineName, Naming, Permissions, Statement } from './statement.ts'
export { asTemplate, policyName, roleName } from './statement.ts'

export const machineNames: readonly MachineName[] = ['release', 'change', 'rollback', 'close']

/**
 * What each function's and each machine's role may do, from the plans it is to release and from Tidegate's own
 * resources. Pure: plans in, policies out.
 *
 * Conventions that `serverless.yml` must keep, because preflight reads the deployed policies by them: each function has
 * a role called `roleName(function, region)` with one inline policy called `policyName` that holds these statements.
 *
 * @param plans every published plan of the folder; digests do not matter, they become `*`
 * @param names what Tidegate's own resources are called; region and account may be `${AWS::Region}`, `${AWS::AccountId}`
 * @returns statements with plain strings; `asTemplate` wraps those with pseudo parameters into `Fn::Sub`
 */
export async function permissions(plans: readonly Published[], names: Naming): Promise<Permissions> {
  const needs = await anyNeeds(plans)
  const used = new Set(needs.map((one) => one.function))
  const functions = functionNames.map(
    (name) =>
      [
        name,
        statementsOf([
          ...ownCalls(name, names, used),
          ...callsByAws(name, names),
          ...needs.filter((one) => one.function === name),
        ]),
      ] as const,
  )
  const machines = machineNames.map((name) => [name, statementsOf(machineNeeds(name, names))] as const)
  return {
    functions: Object.fromEntries(functions) as unknown as Permissions['functions'],
    machines: Object.fromEntries(machines) as unknown as Permissions['machines'],
  }
}

async function anyNeeds(plans: readonly Published[]): Promise<Need[]> {
  const releases = (await Promise.all(plans.map(anyRelease))).flat()
  return (await Promise.all(releases.map(needsOf))).flat()
}
