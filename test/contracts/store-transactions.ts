import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'

/**
 * What dynalite lacks: TransactWriteItems, and the item that stood in the way of a condition. Both are made here of
 * dynalite's own operations, so that it is dynalite that parses and judges every expression; the input is checked as
 * strictly as DynamoDB does, because nobody else would. Callers send one command at a time.
 */
type Attributes = Record<string, AttributeValue>
interface Part {
  readonly TableName: string
  readonly Key?: Attributes
  readonly Item?: Attributes
  readonly UpdateExpression?: string
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Attributes
  readonly ReturnValuesOnConditionCheckFailure?: string
}
type Kind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck'

const shared = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
]
const members: Record<Kind, { readonly must: readonly string[]; readonly may: readonly string[] }> = {
  Put: { must: ['TableName', 'Item'], may: shared },
  Update: { must: ['TableName', 'Key', 'UpdateExpression'], may: shared },
  Delete: { must: ['TableName', 'Key'], may: shared },
  ConditionCheck: { must: ['TableName', 'Key', 'ConditionExpression'], may: shared },
}

export async function transact(client: DynamoDBClient, input: TransactWriteItemsCommandInput): Promise<object> {
  const parts = (input.TransactItems ?? []).map(strictPart)
  if (parts.length < 1 || parts.length > 100) throw invalid(`${parts.length} TransactItems; 1 to 100 are allowed`)
  const keys = parts.map(({ part }) => JSON.stringify([part.TableName, keyOf(part)]))
  if (new Set(keys).size < keys.length)
    throw invalid('Transaction request cannot include multiple operations on one item')
  const reasons: CancellationReason[] = []
  for (const { part } of parts) reasons.push(await reasonAgainst(client, part))
  if (reasons.some((reason) => reason.Code !== 'None')) {
    const codes = reasons.map((reason) => reason.Code).join(', ')
    const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
    throw new TransactionCanceledException({ $metadata: {}, message, CancellationReasons: reasons })
  }
  for (const { kind, part } of parts) await carryOut(client, kind, part)
  return {}
}

/** As DynamoDB with ReturnValuesOnConditionCheckFailure: ALL_OLD. */
export async function withItemInTheWay(client: DynamoDBClient, input: object, error: unknown): Promise<unknown> {
  const part = input as Part
  const asked = part.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  if (!asked || !(error instanceof ConditionalCheckFailedException)) return error
  const Item = await read(client, part)
  return new ConditionalCheckFailedException({
    $metadata: error.$metadata,
    message: error.message,
    ...(Item && { Item }),
  })
}

function strictPart(item: TransactWriteItem): { kind: Kind; part: Part } {
  const kinds = Object.keys(item) as Kind[]
  const [kind] = kinds
  if (kind === undefined || kinds.length !== 1 || members[kind] === undefined) {
    throw invalid(`a TransactItem is one of Put, Update, Delete, ConditionCheck, not ${kinds.join(' and ')}`)
  }
  const part = item[kind] as unknown as Part
  const { must, may } = members[kind]
  const given = Object.keys(part)
  for (const name of must) if (!given.includes(name)) throw invalid(`${kind} lacks ${name}`)
  for (const name of given) if (!must.includes(name) && !may.includes(name)) throw invalid(`${kind} has no ${name}`)
  for (const [name, value] of Object.entries(part)) {
    const empty = value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
    if (empty || value === undefined) throw invalid(`${kind}: ${name} must not be empty`)
  }
  return { kind, part }
}

/** Lets dynalite judge the condition by an update that changes nothing; a stub that it leaves behind is removed. */
async function reasonAgainst(client: DynamoDBClient, part: Part): Promise<CancellationReason> {
  if (part.ConditionExpression === undefined) return { Code: 'None' }
  const [before, target] = [await read(client, part), { TableName: part.TableName, Key: keyOf(part) }]
  const { ConditionExpression } = part
  const names = usedIn(ConditionExpression, part.ExpressionAttributeNames)
  const values = usedIn(ConditionExpression, part.ExpressionAttributeValues)
  try {
    await client.send(
      new UpdateItemCommand({
        ...target,
        ConditionExpression,
        ...(names && { ExpressionAttributeNames: names }),
        ...(values && { ExpressionAttributeValues: values }),
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const told = part.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...(told && { Item: before }) }
  }
  if (before === undefined) await client.send(new DeleteItemCommand(target))
  return { Code: 'None' }
}

async function carryOut(client: DynamoDBClient, kind: Kind, part: Part): Promise<void> {
  if (kind === 'Put') await client.send(new PutItemCommand({ ...part, Item: part.Item } as never))
  if (kind === 'Update') await client.send(new UpdateItemCommand({ ...part, Key: part.Key } as never))
  if (kind === 'Delete') await client.send(new DeleteItemCommand({ ...part, Key: part.Key } as never))
}

async function read(client: DynamoDBClient, part: Part): Promise<Attributes | undefined> {
  const input = { TableName: part.TableName, Key: keyOf(part), ConsistentRead: true }
  return (await client.send(new GetItemCommand(input))).Item
}

function keyOf(part: Part): Attributes {
  const { pk, sk } = (part.Key ?? part.Item) as Attributes
  if (pk === undefined || sk === undefined) throw invalid('The provided key element does not match the schema')
  return { pk, sk }
}

function usedIn<T>(expression: string, all: Record<string, T> | undefined): Record<string, T> | undefined {
  const used = Object.entries(all ?? {}).filter(([name]) => new RegExp(`${name}(?![0-9a-zA-Z_])`).test(expression))
  return used.length === 0 ? undefined : Object.fromEntries(used)
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' })
}
