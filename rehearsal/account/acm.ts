import type { DescribeCertificateCommandInput, DescribeCertificateCommandOutput } from '@aws-sdk/client-acm'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** Certificates by ARN. */
export class Acm implements Service {
  readonly client = 'ACM'
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  readonly operations = {
    DescribeCertificate: ({
      CertificateArn = '',
    }: DescribeCertificateCommandInput): Answer<DescribeCertificateCommandOutput> => {
      const found = this.#account.state.acm[CertificateArn]
      if (found === undefined) {
        throw new AwsError('ResourceNotFoundException', `Could not find certificate ${CertificateArn}.`)
      }
      return {
        Certificate: {
          CertificateArn,
          DomainName: found.names[0],
          SubjectAlternativeNames: [...found.names],
          Status: found.status as 'ISSUED',
          Type: 'AMAZON_ISSUED',
          NotBefore: new Date(found.from),
          NotAfter: new Date(found.until),
          RenewalEligibility: 'ELIGIBLE',
        },
      }
    },
  }
}
