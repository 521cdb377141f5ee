import type { FunctionName, World } from '../world.ts'
import { partitionOf } from './permission.ts'
import type { Naming } from './statement.ts'

/** What Tidegate's own resources are called, as a running function sees them: by its home, and by its own name. */
export function deployedNames({ home, self }: Pick<World, 'home' | 'self'>): Naming {
  const own = self.arn.split(':')[6] ?? ''
  const stem = own.slice(0, own.length - self.name.length)
  const topic = (arn: string) => arn.split(':')[5] ?? ''
  const queue = home.queueUrl.split('/').at(-1) ?? ''
  return {
    partition: partitionOf(home.region),
    region: home.region,
    account: home.account,
    table: home.table,
    bucket: home.bucket,
    queue,
    // No function calls it: that it stands beside the other queue is enough to know.
    deadLetters: queue.replace(/rechecks$/, 'dead-letters'),
    approvalsTopic: topic(home.approvalsTopic),
    noticesTopic: topic(home.noticesTopic),
    ...(home.slackSecret !== undefined && { slackSecret: home.slackSecret }),
    ...(home.oidc !== undefined && { loginSecret: home.oidc.secret }),
    ...(home.chatTopic !== undefined && { chatTopic: home.chatTopic }),
    linkKeys: home.linkKeys ?? [],
    function: (name: FunctionName) => `${stem}${name}`,
    machine: (name) => home.machines[name].split(':')[6] ?? '',
  }
}
