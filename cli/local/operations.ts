import { type Engine, type ExecutionStatus, ServiceError } from '../../rehearsal/engine/index.ts'
import type { Machines } from './machines.ts'
import { page } from './page.ts'

type Input = Readonly<Record<string, unknown>>
type Operation = (input: Input) => object | Promise<object>

/** What is answered here whatever is upstream: executions and tokens are this engine's. */
export const executionOperations = (engine: Engine, machines: Machines): Readonly<Record<string, Operation>> => ({
  async StartExecution(input) {
    const machine = text(input, 'stateMachineArn')
    await machines.ready(machine)
    return engine.startExecution({
      machine,
      input: input['input'] ?? '{}',
      ...(typeof input['name'] === 'string' && { name: input['name'] }),
    })
  },
  DescribeExecution: (input) => ({
    ...engine.describeExecution(text(input, 'executionArn')),
    inputDetails: { included: true },
    outputDetails: { included: true },
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
  }),
  GetExecutionHistory(input) {
    const events = engine.getExecutionHistory(text(input, 'executionArn'))
    const { items, next } = page(input['reverseOrder'] === true ? [...events].reverse() : events, input)
    const bare = input['includeExecutionData'] === false
    return { events: bare ? items.map(withoutData) : items, ...next }
  },
  async ListExecutions(input) {
    const machine = text(input, 'stateMachineArn')
    await machines.ready(machine)
    if (!engine.hasMachine(machine)) machines.described(machine)
    const status = input['statusFilter'] as ExecutionStatus | undefined
    const { items, next } = page(engine.listExecutions({ machine, ...(status && { status }) }), input)
    const executions = items.map(({ executionArn, stateMachineArn, name, status, startDate, stopDate }) => ({
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      ...(stopDate !== undefined && { stopDate }),
    }))
    return { executions, ...next }
  },
  StopExecution: (input) =>
    engine.stopExecution({ executionArn: text(input, 'executionArn'), ...optional(input, 'error', 'cause') }),
  SendTaskSuccess(input) {
    engine.sendTaskSuccess({ token: text(input, 'taskToken'), output: text(input, 'output') })
    return {}
  },
  SendTaskFailure(input) {
    engine.sendTaskFailure({ token: text(input, 'taskToken'), ...optional(input, 'error', 'cause') })
    return {}
  },
  SendTaskHeartbeat(input) {
    engine.sendTaskHeartbeat({ token: text(input, 'taskToken') })
    return {}
  },
})

/** What the upstream answers when there is one: machines are what CloudFormation made there. */
export const machineOperations = (machines: Machines): Readonly<Record<string, Operation>> => ({
  CreateStateMachine(input) {
    const { stateMachineArn, creationDate } = machines.create({
      name: text(input, 'name'),
      definition: text(input, 'definition'),
      ...(optional(input, 'roleArn', 'type') as object),
    })
    return { stateMachineArn, creationDate }
  },
  UpdateStateMachine(input) {
    const { definition } = optional(input, 'definition') as { definition?: string }
    return { updateDate: machines.update(text(input, 'stateMachineArn'), definition).creationDate }
  },
  DeleteStateMachine(input) {
    machines.remove(text(input, 'stateMachineArn'))
    return {}
  },
  DescribeStateMachine: (input) => ({ ...machines.described(text(input, 'stateMachineArn')), status: 'ACTIVE' }),
  ListStateMachines(input) {
    const { items, next } = page(machines.list(), input)
    const stateMachines = items.map(({ stateMachineArn, name, type, creationDate }) => ({
      stateMachineArn,
      name,
      type,
      creationDate,
    }))
    return { stateMachines, ...next }
  },
})

function text(input: Input, name: string): string {
  const value = input[name]
  if (typeof value === 'string') return value
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  )
}

const optional = (input: Input, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (typeof input[name] === 'string' ? [[name, input[name]]] : [])))

/** Details without input, output and cause, as GetExecutionHistory leaves them out when it is asked to. */
const withoutData = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) =>
      key.endsWith('EventDetails')
        ? [key, Object.fromEntries(Object.entries(value as object).filter(([name]) => !data.has(name)))]
        : [key, value],
    ),
  )
const data = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'cause', 'parameters'])
