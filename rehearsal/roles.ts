import { deployedNames } from '../shared/permissions/deployed.ts'
import { type Naming, type Permissions, permissions, roleName } from '../shared/permissions/index.ts'
import { parsePublished } from '../shared/plan/publish.ts'
import type { FunctionName, Home } from '../shared/world.ts'
import type { Bench } from './bench.ts'

/** What a rehearsal calls Tidegate's own resources. */
export const rehearsedNames = (home: Home): Naming =>
  deployedNames({
    home,
    self: { name: 'preflight', arn: 'arn:aws:lambda:::function:tidegate-preflight', remainingMs: () => 0 },
  })

/** Making roles takes as long as a tenth of a rehearsal, and those of a plan are always the same. */
const made = new Map<string, Promise<Permissions>>()

/** Deploys the roles that the published plans ask for into the simulated account, as packaging does on AWS. */
export async function deployRoles({ account, home }: Bench, published: readonly string[]): Promise<void> {
  const key = JSON.stringify([home, published])
  const known = made.get(key) ?? permissions(published.map(parsePublished), rehearsedNames(home))
  made.set(key, known)
  for (const [name, statements] of Object.entries((await known).functions)) {
    account.iam.deploy(rehearsedRole(home, name as FunctionName), statements)
  }
}

export const rehearsedRole = (home: Home, name: FunctionName): string =>
  roleName(rehearsedNames(home).function(name), home.region)
