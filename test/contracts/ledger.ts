import type { Store } from '../../shared/ledger/store.ts'
import { decisionsContract } from './ledger-decisions.ts'
import { endingsContract } from './ledger-endings.ts'
import { journalContract } from './ledger-journal.ts'
import { peopleContract } from './ledger-people.ts'
import { slackContract } from './ledger-slack.ts'
import { waitsContract } from './ledger-waits.ts'

/** What the ledger decides, whatever Store it stands on. `makeStore` gives an empty one. */
export function ledgerContract(name: string, makeStore: () => Promise<Store>): void {
  decisionsContract(name, makeStore)
  endingsContract(name, makeStore)
  journalContract(name, makeStore)
  waitsContract(name, makeStore)
  peopleContract(name, makeStore)
  slackContract(name, makeStore)
}
