import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { policyName, type Statement } from '../../shared/permissions/index.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** Roles with the inline policies that a deployment gave them. Read only: nobody is refused anything by them. */
export class Iam implements Service {
  readonly client = 'IAM'
  readonly #roles = new Map<string, readonly Statement[]>()

  /** As a deployment does it: the whole policy at once. */
  deploy(role: string, statements: readonly Statement[]): void {
    this.#roles.set(role, statements)
  }

  /** As somebody does it by hand: one action goes. */
  take(role: string, action: string): void {
    const left = (this.#roles.get(role) ?? [])
      .map((one) => ({ ...one, Action: one.Action.filter((name) => name !== action) }))
      .filter((one) => one.Action.length > 0)
    this.#roles.set(role, left)
  }

  readonly operations = {
    GetRolePolicy: ({ RoleName = '', PolicyName }: GetRolePolicyCommandInput): Answer<GetRolePolicyCommandOutput> => {
      const statements = this.#roles.get(RoleName)
      if (statements === undefined || PolicyName !== policyName) {
        throw new AwsError('NoSuchEntityException', `The role policy with name ${PolicyName} cannot be found.`, 404)
      }
      const document = { Version: '2012-10-17', Statement: statements }
      return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(document)) }
    },
  }
}
