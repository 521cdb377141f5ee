import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/**
 * Secrets by name, with the newest version of each. Read only by what is rehearsed: people put secrets in and rotate them.
 *
 * Every value is planted: the property no-secrets searches for its parts in whatever a run has shown.
 */
export class SecretsManager implements Service {
  readonly client = 'SecretsManager'
  /** Tens of milliseconds, as other control planes. */
  readonly latency = { '*': [10, 50] } as const
  readonly #account: Account
  readonly #secrets = new Map<string, { readonly value: string; readonly version: string; readonly since: number }>()

  constructor(account: Account) {
    this.#account = account
  }

  /** Puts a new version in, as somebody does in the console. @returns its ARN */
  put(name: string, value: string): string {
    const version = this.#account.uuid('secrets')
    this.#secrets.set(name, { value, version, since: this.#account.clock.now() })
    return this.#arn(name)
  }

  /** Each text that a secret holds, also those inside of JSON. */
  get planted(): string[] {
    return [...this.#secrets.values()].flatMap(({ value }) => {
      try {
        return Object.values(JSON.parse(value) as object).filter((one) => typeof one === 'string')
      } catch {
        return [value]
      }
    })
  }

  readonly operations = {
    GetSecretValue: ({ SecretId = '' }: GetSecretValueCommandInput): Answer<GetSecretValueCommandOutput> => {
      if (SecretId === '') {
        throw new AwsError(
          'ValidationException',
          'Invalid name. Must be a valid name containing alphanumeric characters.',
        )
      }
      const name = [...this.#secrets.keys()].find((one) => one === SecretId || this.#arn(one) === SecretId)
      const found = name === undefined ? undefined : this.#secrets.get(name)
      if (name === undefined || found === undefined) {
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      }
      return {
        ARN: this.#arn(name),
        Name: name,
        VersionId: found.version,
        VersionStages: ['AWSCURRENT'],
        SecretString: found.value,
        CreatedDate: new Date(found.since),
      }
    },
  }

  /** Six characters of chance follow the name, so that a secret made anew is not taken for the former one. */
  #arn(name: string): string {
    return this.#account.arn('secretsmanager', `secret:${name}-Ab3dEf`)
  }
}
