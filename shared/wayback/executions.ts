import { sfn } from '../clients/sfn.ts'
import type { World } from '../world.ts'

/** `never`: AWS knows no execution of that name (any more). Whatever else is unknown counts as running. */
export type ExecutionState = 'running' | 'closed' | 'never'

export async function executionState(world: World, executionArn: string): Promise<ExecutionState> {
  const { DescribeExecutionCommand, SFNClient } = await sfn(world)
  try {
    const { status } = await world.send(SFNClient, new DescribeExecutionCommand({ executionArn }))
    return status === undefined || status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'closed'
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return 'never'
    throw error
  }
}

export const isClosed = async (world: World, executionArn: string): Promise<boolean> =>
  (await executionState(world, executionArn)) !== 'running'

/** Stops an execution that may be running; finding it stopped or unknown is success. */
export async function stop(world: World, executionArn: string, cause: string): Promise<void> {
  const { SFNClient, StopExecutionCommand } = await sfn(world)
  try {
    await world.send(SFNClient, new StopExecutionCommand({ executionArn, error: 'Overtaken', cause }))
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExecutionDoesNotExist') throw error
  }
}

/**
 * Starts one of our machines under a name that says whose it is; starting it again is harmless.
 *
 * @returns its ARN
 */
export async function start(
  world: World,
  machine: 'rollback' | 'close',
  name: string,
  release: string,
): Promise<string> {
  const { SFNClient, StartExecutionCommand } = await sfn(world)
  const stateMachineArn = world.home.machines[machine]
  try {
    const input = JSON.stringify({ release })
    const started = await world.send(SFNClient, new StartExecutionCommand({ stateMachineArn, name, input }))
    return started.executionArn ?? executionArn(stateMachineArn, name)
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return executionArn(stateMachineArn, name)
    throw error
  }
}

/** `arn:aws:states:…:stateMachine:<machine>[:<version>]` and a name → the execution's ARN. */
export function executionArn(stateMachineArn: string, name: string): string {
  const [arn, partition, service, region, account, , machine] = stateMachineArn.split(':')
  return [arn, partition, service, region, account, 'execution', machine, name].join(':')
}
