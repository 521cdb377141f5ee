/**
 * The wake keys of an EventBridge event: which waits it may be worth looking for.
 *
 * Unknown events give no key. Keys are built from ids only, never from states: an event is a hint, never the truth.
 */
export interface BusEvent {
  readonly source: string
  readonly 'detail-type': string
  readonly resources?: readonly string[]
  readonly detail?: { readonly [name: string]: unknown }
  /** Set on events that an archive replays. */
  readonly 'replay-name'?: string
}

export function wakeKeys(event: BusEvent): string[] {
  if (event['replay-name'] !== undefined) return []
  const detail = event.detail ?? {}
  switch (`${event.source} ${event['detail-type']}`) {
    case 'aws.ecs ECS Deployment State Change':
    case 'aws.ecs ECS Service Action':
      return (event.resources ?? []).map((arn) => `ecs-service:${arn}`)
    case 'aws.ecs ECS Task State Change':
      return typeof detail['taskArn'] === 'string' ? [`ecs-task:${detail['taskArn']}`] : []
    case 'aws.cloudwatch CloudWatch Alarm State Change':
      return typeof detail['alarmName'] === 'string' ? [`alarm:${detail['alarmName']}`] : []
    default:
      return []
  }
}

/** An action of a release has settled: those after it may start. */
export const settledKey = (release: string, action: string): string => `settled:${release}/${action}`
