/** What every state may have. */
const common = ['Type', 'Comment', 'QueryLanguage']
const transition = ['Next', 'End']
const recovery = ['Retry', 'Catch']
const data = ['Output', 'Assign']

/** The fields of each type of state in a JSONata machine, and which of them it cannot do without. */
export const stateFields: Record<string, { known: string[]; required: string[] } | undefined> = {
  Pass: { known: [...common, ...data, ...transition], required: [] },
  Succeed: { known: [...common, 'Output'], required: [] },
  Fail: { known: [...common, 'Error', 'Cause'], required: [] },
  Wait: { known: [...common, ...data, ...transition, 'Seconds', 'Timestamp'], required: [] },
  Choice: { known: [...common, ...data, 'Choices', 'Default'], required: ['Choices'] },
  Task: {
    known: [
      ...common,
      ...data,
      ...transition,
      ...recovery,
      'Resource',
      'Arguments',
      'TimeoutSeconds',
      'HeartbeatSeconds',
      'Credentials',
    ],
    required: ['Resource'],
  },
  Parallel: {
    known: [...common, ...data, ...transition, ...recovery, 'Branches', 'Arguments'],
    required: ['Branches'],
  },
  Map: {
    known: [
      ...common,
      ...data,
      ...transition,
      ...recovery,
      'ItemProcessor',
      'Items',
      'ItemSelector',
      'ItemReader',
      'ItemBatcher',
      'ResultWriter',
      'MaxConcurrency',
      'ToleratedFailureCount',
      'ToleratedFailurePercentage',
      'Label',
    ],
    required: ['ItemProcessor'],
  },
}

/** Types whose states go on by Next or end by End. */
export const transitional: ReadonlySet<unknown> = new Set(['Pass', 'Wait', 'Task', 'Parallel', 'Map'])

/** What only JSONPath states may have. */
export const jsonPathFields: ReadonlySet<string> = new Set([
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'MaxConcurrencyPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'TimestampPath',
  'ErrorPath',
  'CausePath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
])
