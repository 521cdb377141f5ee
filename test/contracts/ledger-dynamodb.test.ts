import { afterAll } from 'vitest'
import { dynamoStore } from '../../shared/ledger/dynamo-store.ts'
import { ledgerContract } from './ledger.ts'
import { storeContract } from './store.ts'
import { startDynamo } from './store-server.ts'

const server = await startDynamo()
afterAll(() => server.close())

let tables = 0
async function emptyStore() {
  // A server that outlives this run may still have the tables of the last one.
  const table = `ledger-${process.pid}-${++tables}`
  await server.createTable(table)
  return dynamoStore(server.send, table)
}

storeContract(`the DynamoDB store (${server.name})`, emptyStore)
ledgerContract(`DynamoDB (${server.name})`, emptyStore)
