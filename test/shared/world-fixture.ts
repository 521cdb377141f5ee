import type { Server } from 'node:net'
import type { Store } from '../../shared/ledger/store.ts'
import { type RealWorldOptions, realWorld } from '../../shared/world.ts'

export const home = {
  region: 'eu-west-1',
  account: '111122223333',
  table: 'tidegate-ledger',
  bucket: 'tidegate-plans',
  queueUrl: 'https://sqs.example/111122223333/rechecks',
  approvalsTopic: 'arn:aws:sns:eu-west-1:111122223333:tidegate-approvals',
  noticesTopic: 'arn:aws:sns:eu-west-1:111122223333:tidegate-notices',
  machines: { release: 'arn:release', change: 'arn:change', rollback: 'arn:rollback', close: 'arn:close' },
}

/** The real World in a function that has a minute left; its ledger is not asked in these tests. */
export function worldHere(options: Partial<RealWorldOptions> = {}) {
  return realWorld({
    self: {
      name: 'preflight',
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:preflight:7',
      remainingMs: () => 60_000,
    },
    home,
    store: (): Store => {
      throw new Error('no ledger here')
    },
    clients: new Map(),
    settings: { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    ...options,
  })
}

/** Listens on a free port of loopback; answers the port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
