import { expressionIn } from '../jsonata/delimiters.ts'
import { type Resource, resourceOf } from '../resources.ts'
import { checkTemplate } from './expressions.ts'
import { integrations, requiredArguments } from './integrations.ts'
import { isObject, objectAt, type Report, type Source } from './report.ts'
import type { Checks } from './scope.ts'
import { checkText, checkWhole } from './values.ts'

export function checkTask(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  checkWhole(report, `${at}/TimeoutSeconds`, state.TimeoutSeconds, 1)
  checkWhole(report, `${at}/HeartbeatSeconds`, state.HeartbeatSeconds, 1)
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report.schema(
      `${at}/HeartbeatSeconds`,
      `HeartbeatSeconds (${heartbeat}) must be smaller than TimeoutSeconds (${timeout})`,
    )
  }
  if (state.Arguments !== undefined) checkTemplate(report, `${at}/Arguments`, state.Arguments, { task: true })
  checkCredentials(report, state.Credentials, `${at}/Credentials`)
  const { Resource: arn } = state
  if (arn === undefined) return
  const resource = typeof arn === 'string' ? resourceOf(arn) : undefined
  if (resource === undefined || !known(resource)) {
    const reason = 'The value is not a valid resource ARN, or the resource is not available in this region.'
    report.schema(
      `${at}/Resource`,
      `The resource provided ${typeof arn === 'string' ? arn : JSON.stringify(arn)} is not recognized. ${reason}`,
    )
    return
  }
  if (checks.express) checkExpress(report, resource, `${at}/Resource`)
  checkArguments(report, resource, state.Arguments, at)
  if (resource.pattern === 'token') checkToken(report, state.Arguments, at)
}

function known({ kind, service, action }: Resource): boolean {
  if (kind !== 'integration') return true
  if (service.startsWith('aws-sdk:')) return /^aws-sdk:[a-z0-9]+$/.test(service) && sdkAction.test(action)
  return integrations[service]?.includes(action) ?? false
}

/** An SDK integration has no `.sync`. */
const sdkAction = /^[a-z][A-Za-z0-9]*(\.waitForTaskToken)?$/

function checkExpress(report: Report, { kind, pattern }: Resource, at: string): void {
  const refuse = (what: string): void => report.schema(at, `Express state machine does not support ${what}`)
  if (kind === 'activity') refuse('Activity ARN')
  if (pattern === 'token') refuse("'.waitForTaskToken' service integration ")
  if (pattern === 'sync') refuse("'.sync' service integration")
}

function checkCredentials(report: Report, credentials: unknown, at: string): void {
  if (credentials === undefined) return
  const found = objectAt(report, at, credentials)
  if (found === undefined) return
  if (found.RoleArn === undefined) report.schema(at, "The field 'RoleArn' is required but was missing")
  checkText(report, `${at}/RoleArn`, found.RoleArn)
}

function checkArguments(report: Report, { kind, service, action }: Resource, given: unknown, at: string): void {
  if (kind !== 'integration') return
  if (given === undefined) {
    report.schema(at, 'These fields are required: [Arguments]')
    return
  }
  if (!isObject(given)) {
    const expression = typeof given === 'string' && expressionIn(given) !== undefined
    if (!expression) report.schema(`${at}/Arguments`, 'Expected value of type [OBJECT] or a JSONata expression')
    return
  }
  const required = requiredArguments[`${service}:${action.split('.')[0]}`] ?? []
  const missing = required.filter((field) => given[field] === undefined)
  if (missing.length > 0) report.schema(`${at}/Arguments`, `These fields are required: [${missing.join(', ')}]`)
}

/** Nobody could ever answer a token that is not handed on; Step Functions would take the definition and wait a year. */
function checkToken(report: Report, given: unknown, at: string): void {
  const text = JSON.stringify(given) ?? ''
  if (
    /\$states\.context\.Task\.Token|\$states\.context\.Task\b(?!\.)|\$states\.context\b(?!\.)|\$states\b(?!\.)/.test(
      text,
    )
  )
    return
  const message = 'The task token is passed to nobody: put $states.context.Task.Token into the Arguments'
  report.add('MISSING_TASK_TOKEN', `${at}/Arguments`, message, 'WARNING')
}
