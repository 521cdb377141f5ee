import { memoryStore } from '../../shared/ledger/memory-store.ts'
import { ledgerContract } from './ledger.ts'
import { storeContract } from './store.ts'

storeContract('the memory store', async () => memoryStore())
ledgerContract('memory', async () => memoryStore())
