import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Naming, type Permissions, permissions } from '../shared/permissions/index.ts'
import { type Published, parsePublished, publishedPlan } from '../shared/plan/publish.ts'
import { readPlan } from './read-plan.ts'

/**
 * Names of one stage, as `serverless.yml` gives them.
 *
 * @param stage `prod`; two stages fit in one account
 */
export const stageNames = (stage: string, service = 'tidegate'): Naming => ({
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  account: '${AWS::AccountId}',
  table: `${service}-${stage}-ledger`,
  bucket: `${service}-${stage}-\${AWS::AccountId}-\${AWS::Region}`,
  queue: `${service}-${stage}-rechecks`,
  deadLetters: `${service}-${stage}-dead-letters`,
  approvalsTopic: `${service}-${stage}-approvals`,
  noticesTopic: `${service}-${stage}-notices`,
  linkKeys: ['${LinkKey.Arn}'],
  function: (name) => `${service}-${stage}-${name}`,
  machine: (name) => `${service}-${stage}-${name}`,
})

/**
 * The statements of every role, for packaging: of all plans in the folder and all their environments, or those named.
 *
 * `asTemplate` of shared/permissions turns a list of them into what CloudFormation takes.
 */
export async function packagedPermissions(
  names: Naming,
  { plans = 'plans', environments }: { plans?: string; environments?: readonly string[] } = {},
): Promise<Permissions> {
  return permissions(publishedPlans(plans, environments), names)
}

/** Every plan of a folder in every environment, each with its newest manifest: of a manifest only the names matter. */
export function publishedPlans(folder: string, environments?: readonly string[]): Published[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'plan.yaml')))
    .sort()
    .flatMap((name) =>
      yamlNames(join(folder, name, 'environments'))
        .filter((environment) => environments?.includes(environment) ?? true)
        .flatMap((environment) => {
          const version = yamlNames(join(folder, name, 'manifests')).at(-1)
          if (version === undefined) return []
          const { loaded } = readPlan({ plan: join(folder, name), version, environment })
          return [parsePublished(publishedPlan(loaded))]
        }),
    )
}

const yamlNames = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
