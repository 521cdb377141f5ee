import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { dynamoStore } from '../../../shared/ledger/dynamo-store.ts'
import type { World } from '../../../shared/world.ts'

const key = { pk: 'p', sk: 's' }
const other = { pk: 'p', sk: 't' }

/** A table that refuses every call with one error. */
function refusing(name: string, facts: object = {}) {
  const error = Object.assign(new Error(`${name} from DynamoDB`), { name, ...facts })
  return dynamoStore((() => Promise.reject(error)) as World['send'], 'ledger')
}
const cancelled = (...codes: string[]) =>
  refusing('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) })

describe('the DynamoDB store when DynamoDB does not write', () => {
  it('asks for the same call again when another transaction was in the way', async () => {
    const conflict = { name: 'AwsUnavailable', message: expect.stringContaining('TransactionConflict') }
    await expect(cancelled('None', 'TransactionConflict').write({ put: key }, { put: other })).rejects.toMatchObject(
      conflict,
    )
    await expect(refusing('TransactionConflictException').write({ put: key })).rejects.toMatchObject(conflict)
    await expect(cancelled('ThrottlingError', 'None').write({ put: key }, { put: other })).rejects.toMatchObject({
      name: 'AwsUnavailable',
    })
  })

  it('takes a condition that failed for the answer, also beside a conflict', async () => {
    const store = cancelled('TransactionConflict', 'ConditionalCheckFailed')
    expect(await store.write({ put: key }, { put: other, if: 'absent' })).toEqual({
      ok: false,
      failed: 1,
      found: undefined,
    })
  })

  it('passes on what trying again cannot help', async () => {
    const invalid = cancelled('ValidationError', 'TransactionConflict').write({ put: key }, { put: other })
    await expect(invalid).rejects.toMatchObject({ name: 'TransactionCanceledException' })
    await expect(refusing('ValidationException').write({ put: key })).rejects.toMatchObject({
      name: 'ValidationException',
    })
    await expect(refusing('AccessDenied').get(key)).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe('a transaction of the DynamoDB store', () => {
  it('asks for the items in the way and brings no token that would answer for a stale copy', async () => {
    const sent: TransactWriteItemsCommand[] = []
    const send = (_client: unknown, command: TransactWriteItemsCommand) => Promise.resolve(sent.push(command))
    const store = dynamoStore(send as unknown as World['send'], 'ledger')
    await store.write({ put: key, if: 'absent' }, { set: other, to: { n: 1, gone: null }, if: { n: { less: 1 } } })
    expect(sent[0]).toBeInstanceOf(TransactWriteItemsCommand)
    expect(sent[0]!.input).toEqual({
      TransactItems: [
        {
          Put: {
            TableName: 'ledger',
            Item: { pk: { S: 'p' }, sk: { S: 's' } },
            ConditionExpression: 'attribute_not_exists(#n0)',
            ExpressionAttributeNames: { '#n0': 'pk' },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        {
          Update: {
            TableName: 'ledger',
            Key: { pk: { S: 'p' }, sk: { S: 't' } },
            UpdateExpression: 'SET #n0 = :v0 REMOVE #n1',
            ConditionExpression: '#n0 < :v1',
            ExpressionAttributeNames: { '#n0': 'n', '#n1': 'gone' },
            ExpressionAttributeValues: { ':v0': { N: '1' }, ':v1': { N: '1' } },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ],
    })
  })
})
