import type { Published } from '../plan/publish.ts'
import type { Naming, Permissions } from './statement.ts'

export type { MachineName, Naming, Permissions, Statement } from './statement.ts'
export { asTemplate, policyName, roleName } from './statement.ts'

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
export function permissions(_plans: readonly Published[], _names: Naming): Promise<Permissions> {
  throw new Error('written next')
}
