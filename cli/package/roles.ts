import { type Resource, ref } from './cloudformation.ts'
import type { Statement } from './statements.ts'

/**
 * A role for one function. Lambda documents no source condition for the roles that it takes on for functions, so its
 * trust names the service alone; only who may pass the role can give it to a function.
 */
export const functionRole = (stage: string, name: string, statements: readonly Statement[]): Resource =>
  role(`Tidegate ${stage}: ${name}`, { Service: 'lambda.amazonaws.com' }, statements)

/** A role for one state machine of this account, and nobody else's. */
export const machineRole = (stage: string, name: string, statements: readonly Statement[]): Resource =>
  role(`Tidegate ${stage}: machine ${name}`, { Service: 'states.amazonaws.com' }, statements, {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
  })

function role(
  description: string,
  principal: { readonly Service: string },
  statements: readonly Statement[],
  condition?: object,
): Resource {
  const trust = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: description,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [condition === undefined ? trust : { ...trust, Condition: condition }],
      },
      Policies: [{ PolicyName: 'duties', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  }
}
