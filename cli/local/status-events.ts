import type { ExecutionDescription } from '../../rehearsal/engine/index.ts'
import { authorization } from './upstream.ts'

/**
 * Puts *Step Functions Execution Status Change* on the emulator's bus, as Step Functions does: best effort, unordered.
 *
 * AWS lets nobody put events of its own services on a bus. An emulator that refuses them too has none: what listens to
 * them has another way to notice.
 */
export const statusEvents =
  (endpoint: string, credential: { accessKeyId: string; region: string }) =>
  (execution: ExecutionDescription): void => {
    const entry = {
      Source: 'aws.states',
      DetailType: 'Step Functions Execution Status Change',
      Resources: [execution.executionArn],
      Detail: JSON.stringify(detailOf(execution)),
    }
    fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSEvents.PutEvents',
        authorization: authorization(credential, 'events'),
      },
      body: JSON.stringify({ Entries: [entry] }),
    }).catch(() => undefined)
  }

/** Times in ms; whatever is not known is null, as on AWS. */
function detailOf({ executionArn, stateMachineArn, name, status, startDate, stopDate, ...rest }: ExecutionDescription) {
  const { input, output = null, error = null, cause = null } = rest
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: startDate.getTime(),
    stopDate: stopDate?.getTime() ?? null,
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === null ? null : { included: true },
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    error,
    cause,
  }
}
