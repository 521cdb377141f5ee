import type { GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import type { Call, Service } from './port.ts'

export class Sts implements Service {
  readonly client = 'STS'
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  readonly operations = {
    GetCallerIdentity: (_input: object, { by }: Call): Answer<GetCallerIdentityCommandOutput> => ({
      Account: this.#account.id,
      UserId: `AROAEXAMPLE:tidegate-${by}`,
      Arn: `arn:aws:sts::${this.#account.id}:assumed-role/tidegate-${by}/tidegate-${by}`,
    }),
  }
}
