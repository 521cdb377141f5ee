import { asTemplate, policyName, roleName, type Statement } from '../../shared/permissions/index.ts'
import { type Resource, ref, sub } from './cloudformation.ts'

/**
 * A role for one function. Lambda documents no source condition for the roles that it takes on for functions, so its
 * trust names the service alone; only who may pass the role can give it to a function. It has a name, because preflight
 * reads by it what the role may do.
 */
export function functionRole(stage: string, name: string, statements: readonly Statement[]): Resource {
  const made = role(`Tidegate ${stage}: ${name}`, { Service: 'lambda.amazonaws.com' }, statements)
  const RoleName = sub(roleName(`tidegate-${stage}-${name}`, '${AWS::Region}'))
  return { ...made, Properties: { RoleName, ...made.Properties } }
}

/** A role for one state machine of this account, and nobody else's. */
export const machineRole = (stage: string, name: string, statements: readonly Statement[]): Resource =>
  role(`Tidegate ${stage}: machine ${name}`, { Service: 'states.amazonaws.com' }, statements, {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
  })

/** A role for the schedules of one group: Scheduler names the group, and never the schedule, as the source. */
export const scheduleRole = (stage: string, group: string, statements: readonly Statement[]): Resource =>
  role(`Tidegate ${stage}: schedules`, { Service: 'scheduler.amazonaws.com' }, statements, {
    StringEquals: {
      'aws:SourceAccount': ref('AWS::AccountId'),
      'aws:SourceArn': sub(
        `arn:\${AWS::Partition}:scheduler:\${AWS::Region}:\${AWS::AccountId}:schedule-group/${group}`,
      ),
    },
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
      Policies: [
        { PolicyName: policyName, PolicyDocument: { Version: '2012-10-17', Statement: asTemplate(statements) } },
      ],
    },
  }
}
