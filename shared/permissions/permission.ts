/**
 * What is done with a right: telling what is live (Admit), reading the image that is there now (Preflight does that too),
 * looking whether a change has settled, or making it, forwards or back.
 */
export type Use = 'live' | 'capture' | 'look' | 'go'

/** IAM operator → condition key → values, as a policy has them. */
export type Condition = { readonly [operator: string]: { readonly [key: string]: readonly string[] } }

/** One right that a kind needs for one target. */
export interface Permission {
  readonly uses: readonly Use[]
  readonly action: string
  /** ARNs; `*` stands for what is not known before the release. */
  readonly resources: readonly string[]
  readonly when?: Condition
}

/** Where the targets of a plan are. */
export interface Place {
  readonly region: string
  readonly account: string
}

/** What a kind needs for a target. Pure, and beside the kind in a file of its own, so that changing one shows the other. */
export type Needs<Target> = (target: Target, place: Place) => readonly Permission[]

/** `may('look go', ['ecs:DescribeServices'], [arn])` */
export function may(
  uses: string,
  actions: readonly string[],
  resources: readonly string[],
  when?: Condition,
): Permission[] {
  const parsed = uses.split(' ') as Use[]
  return actions.map((action) => ({ uses: parsed, action, resources, ...(when !== undefined && { when }) }))
}

/** China and GovCloud have partitions of their own. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** `arn(place, 'ecs', 'service/prod/web')`; of a regional service in the account. */
export const arn = ({ region, account }: Place, service: string, resource: string): string =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`

/** Of a service that is not in a region, and whose ARNs name the account or not. */
export const globalArn = ({ region }: Place, service: string, resource: string, account = ''): string =>
  `arn:${partitionOf(region)}:${service}::${account}:${resource}`

export const bucketArn = ({ region }: Place, bucket: string): string => `arn:${partitionOf(region)}:s3:::${bucket}`
