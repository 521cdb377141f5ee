import { machineArn } from './alarms.ts'
import { type Resource, sub } from './cloudformation.ts'
import type { Packaged } from './machines.ts'

type Metric = readonly unknown[]
interface Graph {
  readonly title: string
  readonly metrics: readonly Metric[]
  readonly stat?: string
}

/** A page with more metrics than these is not free, and costs as much as three others. */
export const metricsMax = 50

/**
 * What Tidegate is doing and how well, on one page of CloudWatch; its figures are those of shared/evidence/figures.ts.
 *
 * @param functions how long those took that run at `live` is told: the way back, what wakes it, and what people wait for
 */
export function dashboard(stage: string, functions: readonly Pick<Packaged, 'name' | 'live'>[]): Resource {
  const figure = (name: string): Metric => ['Tidegate', name, 'ledger', `tidegate-${stage}-ledger`]
  const lambda = (metric: string, of = functions) =>
    of.map(({ name }): Metric => ['AWS/Lambda', metric, 'FunctionName', `tidegate-${stage}-${name}`, { label: name }])
  // No machine has a time-out of its own, so none is ever timed out.
  const ended = ['Succeeded', 'Failed', 'Aborted'].flatMap((how) =>
    ['release', 'rollback', 'close'].map(
      (name): Metric => [
        'AWS/States',
        `Executions${how}`,
        'StateMachineArn',
        machineArn(stage, name),
        { label: `${name} ${how.toLowerCase()}` },
      ],
    ),
  )
  const graphs: Graph[] = [
    { title: 'How releases ended', metrics: ['Released', 'Refused', 'RolledBack', 'Stuck'].map(figure) },
    {
      title: 'The way back: first undo, users back, everything back (s)',
      metrics: ['FirstUndoSeconds', 'UsersBackSeconds', 'EverythingBackSeconds'].map(figure),
      stat: 'Maximum',
    },
    { title: 'Settling (s)', metrics: [figure('SettleSeconds')], stat: 'p90' },
    { title: 'Waiting at gates (s)', metrics: [figure('GateWaitSeconds')], stat: 'p90' },
    { title: 'Checks that failed', metrics: [figure('CheckFailures')] },
    { title: 'Executions', metrics: ended },
    { title: 'Errors by function (a refusal is one too)', metrics: lambda('Errors') },
    {
      title: 'Time taken on the way back, and by what people wait for (ms)',
      metrics: lambda(
        'Duration',
        functions.filter(({ live }) => live),
      ),
      stat: 'Maximum',
    },
    { title: 'Throttles in the account', metrics: [['AWS/Lambda', 'Throttles']] },
    {
      title: 'Given up',
      metrics: [['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', `tidegate-${stage}-dead-letters`]],
      stat: 'Maximum',
    },
  ]
  const widgets = graphs.map(({ title, metrics, stat = 'Sum' }, at) => ({
    type: 'metric',
    x: (at % 2) * 12,
    y: Math.floor(at / 2) * 6,
    width: 12,
    height: 6,
    properties: { title, metrics, stat, period: 300, view: 'timeSeries', region: '${AWS::Region}' },
  }))
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    // Names of dashboards are the account's, in all regions together.
    Properties: {
      DashboardName: sub(`tidegate-${stage}-\${AWS::Region}`),
      DashboardBody: sub(JSON.stringify({ widgets })),
    },
  }
}
