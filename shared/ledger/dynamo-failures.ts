import type { CancellationReason } from '@aws-sdk/client-dynamodb'
import { AwsUnavailable } from '../errors.ts'
import type { Attributes } from './dynamo-expressions.ts'

/** Which write's condition failed, and the item that stood in its way; nothing when the error says something else. */
export function failedCondition(error: unknown): { index: number; item: Attributes | undefined } | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'ConditionalCheckFailedException') {
    return { index: 0, item: (error as Error & { Item?: Attributes }).Item }
  }
  const reasons = reasonsOf(error)
  const index = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed')
  return index < 0 ? undefined : { index, item: reasons[index]!.Item }
}

/** What another writer, or the moment, got in the way of: nothing was written, and the same call may be made again. */
const passing = new Set([
  'TransactionConflict',
  'TransactionConflictException',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/** The error to throw: AwsUnavailable where DynamoDB says that it wrote nothing for a passing reason, else itself. */
export function asUnavailable(error: unknown, call: string): unknown {
  if (!(error instanceof Error)) return error
  const reasons = reasonsOf(error).map((reason) => reason.Code ?? 'None')
  const causes = [error.name, ...reasons].filter((cause) => passing.has(cause))
  const others = reasons.some((code) => code !== 'None' && !passing.has(code))
  if (causes.length === 0 || others) return error
  return new AwsUnavailable(`dynamodb:${call}`, `${causes.join(', ')}: ${error.message}; nothing was written`)
}

function reasonsOf(error: Error): readonly CancellationReason[] {
  if (error.name !== 'TransactionCanceledException') return []
  return (error as Error & { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? []
}
