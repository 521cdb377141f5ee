import { memoryStore } from '../../shared/ledger/memory-store.ts'
import { storeContract } from './store.ts'

storeContract('the memory store', async () => memoryStore())
