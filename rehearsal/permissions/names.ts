import type * as Cdn from '@aws-sdk/client-cloudfront'
import type * as Kvs from '@aws-sdk/client-cloudfront-keyvaluestore'
import type * as Dns from '@aws-sdk/client-route-53'
import { type Asks, ask } from './port.ts'

const zone = (id = ''): string => `arn:aws:route53:::hostedzone/${id.replace(/^\/hostedzone\//, '')}`
const health = (action: string): Asks[string] => {
  return ({ HealthCheckId }: Dns.GetHealthCheckCommandInput) =>
    ask(action, `arn:aws:route53:::healthcheck/${HealthCheckId}`)
}
const unique = (all: readonly (string | undefined)[]): string[] => [...new Set(all.map((one) => one ?? ''))]

export const route53: Asks = {
  ChangeResourceRecordSets: ({ HostedZoneId, ChangeBatch }: Dns.ChangeResourceRecordSetsCommandInput) => {
    const changes = ChangeBatch?.Changes ?? []
    const sets = changes.map((one) => one.ResourceRecordSet)
    return ask('route53:ChangeResourceRecordSets', zone(HostedZoneId), {
      // Lower case, without the last dot.
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': unique(
        sets.map((set) => set?.Name?.toLowerCase().replace(/\.$/, '')),
      ),
      'route53:ChangeResourceRecordSetsRecordTypes': unique(sets.map((set) => set?.Type)),
      'route53:ChangeResourceRecordSetsActions': unique(changes.map((one) => one.Action)),
    })
  },
  ListResourceRecordSets: ({ HostedZoneId }: Dns.ListResourceRecordSetsCommandInput) =>
    ask('route53:ListResourceRecordSets', zone(HostedZoneId)),
  GetHostedZone: ({ Id }: Dns.GetHostedZoneCommandInput) => ask('route53:GetHostedZone', zone(Id)),
  GetChange: ({ Id = '' }: Dns.GetChangeCommandInput) =>
    ask('route53:GetChange', `arn:aws:route53:::change/${Id.replace(/^\/change\//, '')}`),
  GetHealthCheck: health('route53:GetHealthCheck'),
  GetHealthCheckStatus: health('route53:GetHealthCheckStatus'),
}

const distribution = (action: string): Asks[string] => {
  return ({ Id, DistributionId }: { Id?: string; DistributionId?: string }, { account }) =>
    ask(action, `arn:aws:cloudfront::${account}:distribution/${DistributionId ?? Id}`)
}
export const cloudfront: Asks = {
  GetDistribution: distribution('cloudfront:GetDistribution'),
  GetDistributionConfig: distribution('cloudfront:GetDistributionConfig'),
  UpdateDistribution: ({ Id }: Cdn.UpdateDistributionCommandInput, where, went) =>
    distribution('cloudfront:UpdateDistribution')({ Id }, where, went),
  CreateInvalidation: distribution('cloudfront:CreateInvalidation'),
  GetInvalidation: distribution('cloudfront:GetInvalidation'),
}

const store = (action: string): Asks[string] => {
  return ({ KvsARN = '' }: Kvs.GetKeyCommandInput) => ask(action, KvsARN)
}
export const keyValueStore: Asks = {
  DescribeKeyValueStore: store('cloudfront-keyvaluestore:DescribeKeyValueStore'),
  GetKey: store('cloudfront-keyvaluestore:GetKey'),
  PutKey: store('cloudfront-keyvaluestore:PutKey'),
}
