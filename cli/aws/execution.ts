import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn'
import type { ReleaseRecord } from '../../shared/ledger/records.ts'
import { executionArn } from '../../shared/wayback/executions.ts'
import { plainCause } from '../../shared/wayback/plain-cause.ts'
import type { Tidegate } from './tidegate.ts'

export interface Execution {
  readonly arn: string
  readonly status: string
  readonly error?: string
  readonly because?: string
}

/** The release's own execution, as Step Functions has it; undefined when it never was (or is older than 90 days). */
export async function readExecution({ world, stack }: Tidegate, release: string): Promise<Execution | undefined> {
  const arn = executionArn(stack.home.machines.release, release)
  try {
    const {
      status = '',
      error,
      cause,
    } = await world.send(SFNClient, new DescribeExecutionCommand({ executionArn: arn }))
    return {
      arn,
      status,
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { because: plainCause(cause) }),
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined
    throw error
  }
}

/** Executions that may be running for a release now, the one that knows best first. */
function running(stack: Tidegate['stack'], { release, claims, closes, owner, execution }: ReleaseRecord): string[] {
  const { machines } = stack.home
  return [
    ...(closes > 0 ? [executionArn(machines.close, `${release}-close-${closes}`)] : []),
    ...(owner !== execution ? [owner] : []),
    ...(claims > 0 ? [executionArn(machines.rollback, `${release}-rollback-${claims}`)] : []),
    executionArn(machines.change, `${release}-change`),
    execution,
  ]
}

/** The state that a release is in, by the name that the console's graph shows. */
export async function stateOf({ world, stack }: Tidegate, record: ReleaseRecord): Promise<string | undefined> {
  for (const arn of running(stack, record)) {
    try {
      const newest = new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 50 })
      const { events = [] } = await world.send(SFNClient, newest)
      if (/^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(events[0]?.type ?? '')) continue
      const entered = events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined)
      if (entered !== undefined) return entered.stateEnteredEventDetails?.name
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ExecutionDoesNotExist') throw error
    }
  }
  return undefined
}
