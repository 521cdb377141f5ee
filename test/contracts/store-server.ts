import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import type { World } from '../../shared/world.ts'
import { transact, withItemInTheWay } from './store-transactions.ts'

/** A DynamoDB that we did not write, on loopback. */
export interface DynamoServer {
  readonly name: string
  readonly address: string
  readonly send: World['send']
  createTable(table: string): Promise<void>
  close(): Promise<void>
}

const createServer = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server

/**
 * dynalite; or, when TIDEGATE_DYNAMODB names the address of an emulator on this machine (MiniStack, moto, DynamoDB
 * Local), that one with nothing in between, transactions included.
 */
export async function startDynamo(address = process.env.TIDEGATE_DYNAMODB): Promise<DynamoServer> {
  if (address !== undefined) {
    const client = clientOf(address)
    const send = (_client: unknown, command: never) => client.send(command)
    return {
      name: address,
      address,
      send: send as World['send'],
      createTable: tables(client),
      close: async () => client.destroy(),
    }
  }
  const server = createServer({ createTableMs: 0 })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = clientOf(here)
  return {
    name: 'dynalite',
    address: here,
    send: oneAtATime((command) => sendToDynalite(client, command)) as World['send'],
    createTable: tables(client),
    async close() {
      client.destroy()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function sendToDynalite(client: DynamoDBClient, command: { readonly input: object }): Promise<unknown> {
  if (command instanceof TransactWriteItemsCommand) return transact(client, command.input)
  try {
    return await client.send(command as never)
  } catch (error) {
    throw await withItemInTheWay(client, command.input, error)
  }
}

/** The parts of a transaction must not be interleaved with other writes. */
function oneAtATime(send: (command: { readonly input: object }) => Promise<unknown>) {
  let last: Promise<unknown> = Promise.resolve()
  return (_client: unknown, command: { readonly input: object }) => {
    const answer = last.then(() => send(command))
    last = answer.catch(() => undefined)
    return answer
  }
}

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })

const tables = (client: DynamoDBClient) => async (TableName: string) => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  )
}
