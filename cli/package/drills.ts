import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Request } from '../../shared/phases/admit.ts'
import { arnOf, type Resource, ref } from './cloudformation.ts'
import { scheduleRole } from './roles.ts'

/** What a stage says of its drills; without a schedule there are none. */
export interface DrillSettings {
  /** As EventBridge Scheduler has it: `cron(0 6 ? * MON *)`, `rate(7 days)`, `at(…)`. */
  readonly drillSchedule: string
  readonly drillTimezone: string
  /** Path of the file that holds what is started: input of the release machine. */
  readonly drillInput: string
  readonly plans: string
}

export interface Drill {
  readonly schedule: string
  readonly timezone: string
  readonly input: string
}

/**
 * The drill of a stage: a release of an environment that is not production, by the very machine and under the very rules.
 * There is no machine of drills' own.
 *
 * @throws {Error} when it could not be admitted on the night, or would be production
 */
export function drillOf(
  { drillSchedule, drillTimezone, drillInput, plans }: DrillSettings,
  root: string,
): Drill | undefined {
  if (drillSchedule === '' && drillInput === '') return undefined
  if (drillSchedule === '' || drillInput === '') {
    throw new Error('drillSchedule and drillInput belong together: when, and what is started; give both, or none')
  }
  const file = resolve(root, drillInput)
  if (!existsSync(file)) throw new Error(`drillInput: there is no ${drillInput}`)
  const parsed = Request.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
    throw new Error(`${drillInput} would be refused: ${faults.join('; ')}`)
  }
  const { system, environment } = parsed.data
  if (environment === 'production') {
    throw new Error(`${drillInput} would release to production: a drill never does, so name another environment`)
  }
  // Roles are made from the plans: what is not among them could not be released.
  if (!existsSync(resolve(root, join(plans, system, 'environments', `${environment}.yaml`)))) {
    throw new Error(`${drillInput}: ${plans} has no environment "${environment}" of ${system}`)
  }
  return { schedule: drillSchedule, timezone: drillTimezone, input: JSON.stringify(parsed.data) }
}

/** The schedule, in a group of its own, by which its role tells it from everybody else's. */
export function drillResources(stage: string, { schedule, timezone, input }: Drill): Record<string, Resource> {
  const name = `tidegate-${stage}`
  return {
    DrillGroup: {
      Type: 'AWS::Scheduler::ScheduleGroup',
      Properties: { Name: name, Tags: [{ Key: 'tidegate', Value: stage }] },
    },
    DrillRole: scheduleRole(stage, name, [
      { Sid: 'Start', Effect: 'Allow', Action: ['states:StartExecution'], Resource: [machineArn(`${name}-release`)] },
      { Sid: 'GivenUp', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queueArn(`${name}-dead-letters`)] },
    ]),
    Drill: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: `${name}-drill`,
        GroupName: ref('DrillGroup'),
        Description: 'A release of an environment that is not production, started as an operator would.',
        ScheduleExpression: schedule,
        ScheduleExpressionTimezone: timezone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: {
          Arn: ref('ReleaseMachine'),
          RoleArn: arnOf('DrillRole'),
          Input: input,
          // Later than an hour it would be in the middle of somebody's day. A second start of the same release is refused.
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
          DeadLetterConfig: { Arn: arnOf('DeadLetters') },
        },
      },
    },
  }
}

const machineArn = (name: string) => ours('states', `stateMachine:${name}`)
const queueArn = (name: string) => ours('sqs', name)
const ours = (service: string, resource: string) =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`
