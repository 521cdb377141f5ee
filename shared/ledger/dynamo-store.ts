import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { World } from '../world.ts'
import {
  type Attributes,
  conditionExpression,
  marshalled,
  Placeholders,
  updateExpression,
} from './dynamo-expressions.ts'
import { asUnavailable, failedCondition } from './dynamo-failures.ts'
import type { Item, Key, Store, Write, Written } from './store.ts'

/**
 * The Store over one DynamoDB table with string keys `pk` and `sk`.
 *
 * A write is sent once. When its answer is lost nobody knows whether it was taken in; the caller's next try then finds
 * its condition gone, and the ledger's methods recognise their own work. There is no ClientRequestToken of our own: one
 * made from the content would, for ten minutes, answer "done" to a stale copy of a write that no longer holds.
 */
export function dynamoStore(send: World['send'], table: string): Store {
  const TableName = table

  async function get(key: Key): Promise<Item | undefined> {
    const input = { TableName, Key: keyOnly(key), ConsistentRead: true }
    const { Item } = await send(DynamoDBClient, new GetItemCommand(input))
    return asItem(Item)
  }

  async function query(pk: string, prefix = ''): Promise<Item[]> {
    const items: Item[] = []
    let from: Attributes | undefined
    do {
      const page = await send(DynamoDBClient, new QueryCommand({ TableName, ...pageOf(pk, prefix, from) }))
      for (const item of page.Items ?? []) items.push(unmarshall(item) as Item)
      from = page.LastEvaluatedKey
    } while (from !== undefined)
    return items
  }

  async function write(...writes: [Write, ...Write[]]): Promise<Written> {
    const [only] = writes
    // A lone check has no operation of its own.
    const call = writes.length === 1 && !('check' in only) ? single(only) : transaction(writes)
    try {
      return await call
    } catch (error) {
      const failed = failedCondition(error)
      if (failed === undefined) throw asUnavailable(error, writes.length === 1 ? 'write' : 'TransactWriteItems')
      return { ok: false, failed: failed.index, found: asItem(failed.item) }
    }
  }

  async function single(write: Exclude<Write, { check: Key }>): Promise<Written> {
    const given = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
    if ('put' in write) {
      const input: PutItemCommandInput = { ...given, ...conditionOf(write), Item: marshalled(write.put) }
      await send(DynamoDBClient, new PutItemCommand(input))
      return { ok: true, now: unmarshall(input.Item!) as Item }
    }
    if ('set' in write) {
      const input: UpdateItemCommandInput = { ...given, ...updateOf(write), ReturnValues: 'ALL_NEW' }
      const { Attributes } = await send(DynamoDBClient, new UpdateItemCommand(input))
      return { ok: true, now: unmarshall(Attributes!) as Item }
    }
    const input: DeleteItemCommandInput = { ...given, ...conditionOf(write), Key: keyOnly(write.remove) }
    await send(DynamoDBClient, new DeleteItemCommand(input))
    return { ok: true }
  }

  async function transaction(writes: readonly Write[]): Promise<Written> {
    const TransactItems = writes.map((write) => partOf(write, TableName))
    await send(DynamoDBClient, new TransactWriteItemsCommand({ TransactItems }))
    return { ok: true }
  }

  return { get, query, write }
}

function pageOf(pk: string, prefix: string, from: Attributes | undefined) {
  const at = new Placeholders()
  const partition = `${at.name('pk')} = ${at.value(pk)}`
  // begins_with refuses an empty prefix.
  const sorted = prefix === '' ? '' : ` AND begins_with(${at.name('sk')}, ${at.value(prefix)})`
  return {
    KeyConditionExpression: partition + sorted,
    ConsistentRead: true,
    ...at.asInput(),
    ...(from !== undefined && { ExclusiveStartKey: from }),
  }
}

function partOf(write: Write, TableName: string): TransactWriteItem {
  const given = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
  if ('put' in write) return { Put: { ...given, ...conditionOf(write), Item: marshalled(write.put) } }
  if ('remove' in write) return { Delete: { ...given, ...conditionOf(write), Key: keyOnly(write.remove) } }
  if ('check' in write) {
    const { ConditionExpression = 'attribute_exists(pk) OR attribute_not_exists(pk)', ...names } = conditionOf(write)
    return { ConditionCheck: { ...given, ...names, ConditionExpression, Key: keyOnly(write.check) } }
  }
  return { Update: { ...given, ...updateOf(write) } }
}

function conditionOf(write: Write) {
  const at = new Placeholders()
  const ConditionExpression = conditionExpression(write.if, at)
  return { ...(ConditionExpression !== undefined && { ConditionExpression }), ...at.asInput() }
}

function updateOf(write: Extract<Write, { set: Key }>) {
  const at = new Placeholders()
  const UpdateExpression = updateExpression(write.to, at)
  const ConditionExpression = conditionExpression(write.if, at)
  return {
    Key: keyOnly(write.set),
    UpdateExpression,
    ...(ConditionExpression !== undefined && { ConditionExpression }),
    ...at.asInput(),
  }
}

const keyOnly = ({ pk, sk }: Key): Attributes => marshalled({ pk, sk })
const asItem = (item: Attributes | undefined): Item | undefined =>
  item === undefined || Object.keys(item).length === 0 ? undefined : (unmarshall(item) as Item)
