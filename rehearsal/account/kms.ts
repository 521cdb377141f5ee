import { createHmac, timingSafeEqual } from 'node:crypto'
import type * as Sdk from '@aws-sdk/client-kms'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** KMS takes 4,096 bytes; whoever has more signs a digest. */
const bytesMax = 4096

/** HMAC keys, by ARN: each key of the account and region is there, with its own secret that nobody can read. */
export class Kms implements Service {
  readonly client = 'KMS'
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  readonly operations = {
    GenerateMac: (input: Sdk.GenerateMacCommandInput): Answer<Sdk.GenerateMacCommandOutput> => ({
      Mac: this.#mac(input),
      MacAlgorithm: input.MacAlgorithm,
      KeyId: input.KeyId,
    }),
    VerifyMac: (input: Sdk.VerifyMacCommandInput): Answer<Sdk.VerifyMacCommandOutput> => {
      const mac = this.#mac(input)
      const given = input.Mac ?? new Uint8Array()
      if (given.length !== mac.length || !timingSafeEqual(given, mac)) {
        throw new AwsError('KMSInvalidMacException', 'The MAC is not that of the message under this key.')
      }
      return { MacValid: true, MacAlgorithm: input.MacAlgorithm, KeyId: input.KeyId }
    },
  }

  #mac({ KeyId = '', Message, MacAlgorithm }: Pick<Sdk.GenerateMacCommandInput, 'KeyId' | 'Message' | 'MacAlgorithm'>) {
    if (!KeyId.startsWith(this.#account.arn('kms', 'key/'))) {
      throw new AwsError('NotFoundException', `Key '${KeyId}' does not exist`)
    }
    if (MacAlgorithm !== 'HMAC_SHA_256') {
      throw new AwsError('InvalidKeyUsageException', `${MacAlgorithm} is not an algorithm of this key`)
    }
    const message = Message ?? new Uint8Array()
    if (message.length < 1 || message.length > bytesMax) {
      throw new AwsError('ValidationException', `1 validation error detected: Message has ${message.length} bytes`)
    }
    return createHmac('sha256', `kms ${this.#account.seed} ${KeyId}`).update(message).digest()
  }
}
