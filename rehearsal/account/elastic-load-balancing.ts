import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** Application load balancers, each with a target group of one service, or with a fixed page. */
export class ElasticLoadBalancing implements Service {
  readonly client = 'ElasticLoadBalancingV2'
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  /** The balancer behind a DNS name or an address. */
  named(nameOrAddress: string): string | undefined {
    const plain = plainName(nameOrAddress)
    return Object.entries(this.#account.state.elb).find(
      ([, { dns, addresses }]) => dns === plain || addresses.includes(plain),
    )?.[0]
  }

  serviceBehind(balancer: string): string | undefined {
    const group = this.#account.state.elb[balancer]?.targetGroup
    return group === undefined ? undefined : this.#account.ecs.serviceOf(this.targetGroupArn(group.name))
  }

  targetGroupArn(name: string): string {
    const found = Object.values(this.#account.state.elb).find(({ targetGroup }) => targetGroup?.name === name)
    return this.#account.arn(
      'elasticloadbalancing',
      `targetgroup/${name}/${found?.targetGroup?.id ?? '0000000000000000'}`,
    )
  }

  readonly operations = {
    DescribeLoadBalancers: (
      input: Sdk.DescribeLoadBalancersCommandInput,
    ): Answer<Sdk.DescribeLoadBalancersCommandOutput> => {
      const all = Object.entries(this.#account.state.elb).map(([name, { dns, zone, id }]) => ({
        LoadBalancerArn: this.#account.arn('elasticloadbalancing', `loadbalancer/app/${name}/${id}`),
        LoadBalancerName: name,
        DNSName: dns,
        CanonicalHostedZoneId: zone,
        Scheme: 'internet-facing' as const,
        Type: 'application' as const,
        State: { Code: 'active' as const },
      }))
      const found = all.filter(
        (one) =>
          (input.Names === undefined || input.Names.includes(one.LoadBalancerName)) &&
          (input.LoadBalancerArns === undefined || input.LoadBalancerArns.includes(one.LoadBalancerArn)),
      )
      const asked = input.Names ?? input.LoadBalancerArns
      if (asked !== undefined && found.length < asked.length) {
        throw new AwsError('LoadBalancerNotFoundException', 'One or more load balancers not found')
      }
      return { LoadBalancers: found }
    },
    DescribeTargetGroups: (
      input: Sdk.DescribeTargetGroupsCommandInput,
    ): Answer<Sdk.DescribeTargetGroupsCommandOutput> => {
      const all = Object.entries(this.#account.state.elb).flatMap(([name, { targetGroup, id }]) =>
        targetGroup === undefined
          ? []
          : [
              {
                TargetGroupArn: this.targetGroupArn(targetGroup.name),
                TargetGroupName: targetGroup.name,
                LoadBalancerArns: [this.#account.arn('elasticloadbalancing', `loadbalancer/app/${name}/${id}`)],
                HealthCheckPath: '/health',
                Port: 8080,
                Protocol: 'HTTP' as const,
              },
            ],
      )
      const found = all.filter(
        (one) =>
          (input.Names === undefined || input.Names.includes(one.TargetGroupName)) &&
          (input.TargetGroupArns === undefined || input.TargetGroupArns.includes(one.TargetGroupArn)),
      )
      const asked = input.Names ?? input.TargetGroupArns
      if (asked !== undefined && found.length < asked.length) {
        throw new AwsError('TargetGroupNotFoundException', 'One or more target groups not found')
      }
      return { TargetGroups: found }
    },
    DescribeTargetHealth: ({
      TargetGroupArn = '',
    }: Sdk.DescribeTargetHealthCommandInput): Answer<Sdk.DescribeTargetHealthCommandOutput> => {
      const groups = Object.values(this.#account.state.elb).flatMap(({ targetGroup }) => targetGroup?.name ?? [])
      if (!groups.some((name) => this.targetGroupArn(name) === TargetGroupArn)) {
        throw new AwsError('TargetGroupNotFoundException', 'One or more target groups not found')
      }
      const service = this.#account.ecs.serviceOf(TargetGroupArn)
      const count = service === undefined ? 0 : this.#account.ecs.running(service)
      return {
        TargetHealthDescriptions: Array.from({ length: count }, (_, at) => ({
          Target: { Id: `10.0.${at % 2}.${10 + at}`, Port: 8080 },
          HealthCheckPort: '8080',
          TargetHealth: { State: 'healthy' as const },
        })),
      }
    },
  }
}

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '')
