import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate'
import type { Ask } from '../../rehearsal/permissions/index.ts'
import type { Statement } from '../../shared/permissions/index.ts'

const account = '111122223333'

const keyPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
}

/** Asks a policy evaluator that we did not write; anything it does not understand is an error, never an answer. */
export async function allows(statements: readonly Statement[], { action, resource, context = {} }: Ask) {
  const simulation: Simulation = {
    request: {
      principal: `arn:aws:sts::${account}:assumed-role/tidegate/tidegate`,
      action,
      resource: { resource, accountId: account },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
      ),
    },
    // A key asks its own policy first; ours leaves the answer to the roles of its account (cli/package/keeping.yml).
    ...(action.startsWith('kms:') && { resourcePolicy: keyPolicy }),
    identityPolicies: [{ name: 'tidegate', policy: { Version: '2012-10-17', Statement: statements } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }
  const result = await runSimulation(simulation, {})
  if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`)
  return result.overallResult === 'Allowed'
}
