import type { Store } from '../../../../shared/ledger/store.ts'
import { callName } from '../../../../shared/retries.ts'
import type { World } from '../../../../shared/world.ts'
import { home } from '../../world-fixture.ts'
import { type CloudWatchState, cloudwatch } from './cloudwatch.ts'
import { type NetworkState, network } from './network.ts'
import { type ResourceState, resources } from './resources.ts'

/** A small AWS account with serveml in it: state that a test changes, and answers shaped as AWS shapes them. */
export interface Account extends CloudWatchState, NetworkState, ResourceState {
  now: number
}

// biome-ignore lint/suspicious/noExplicitAny: each operation knows the input of its own command
export type Operations = Readonly<Record<string, (input: any, region: string) => object>>

/** An error as the SDK throws it. */
export function awsError(name: string, message: string = name): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } })
}

export const start = Date.parse('2026-11-21T22:00:00Z')

const noLedger = new Proxy({} as Store, {
  get() {
    throw new Error('checks have no business with the ledger')
  },
})

/** A World in front of the account. Contract suites need no more than this, so the simulated account can take its place. */
export function worldOf(account: Account): World {
  const operations: Operations = { ...cloudwatch(account), ...resources(account) }
  const { http, tls, dns } = network(account)
  return {
    self: {
      name: 'preflight',
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:preflight:7',
      remainingMs: () => 60_000,
    },
    home,
    now: () => account.now,
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
    sleep: async (ms) => {
      account.now += ms
    },
    async send(clientClass, command, { region = 'eu-west-1' } = {}) {
      const name = callName(new clientClass({ region }), command)
      const operation = operations[name]
      if (operation === undefined) throw new Error(`the fake account knows no ${name}`)
      return structuredClone(operation(command.input, region)) as never
    },
    store: noLedger,
    http,
    tls,
    dns,
    load: (_name, load) => load(),
    log: () => {},
  }
}
