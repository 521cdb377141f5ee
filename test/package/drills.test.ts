import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Template } from '../../cli/package/cloudformation.ts'
import { drillOf } from '../../cli/package/drills.ts'
import { Request } from '../../shared/phases/admit.ts'
import { allows } from '../permissions/evaluate.ts'
import { stackOf } from '../permissions/packaged.ts'
import { account, region, resolver } from './resolve.ts'
import { packagedTemplate } from './stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidegate-drills-'))
const plans = join(folder, 'plans')
cpSync(join(import.meta.dirname, '../../plans'), plans, { recursive: true })
const environments = join(plans, 'serveml/environments')
const staging = readFileSync(join(environments, 'production.yaml'), 'utf8')
  .replace('environment: production', 'environment: staging')
  .replaceAll('serveml-prod', 'serveml-staging')
writeFileSync(join(environments, 'staging.yaml'), staging)
afterAll(() => rmSync(folder, { recursive: true }))

const exercise = {
  system: 'serveml',
  version: '2.4.0',
  environment: 'staging',
  reason: 'the weekly drill',
  requester: 'fay',
}
function inputOf(changed: object): string {
  const file = join(folder, 'input.json')
  writeFileSync(file, JSON.stringify({ ...exercise, ...changed }))
  return file
}
const settings = { drillSchedule: 'cron(0 6 ? * MON *)', drillTimezone: 'Europe/Berlin', plans }
const made = (changed: object, other: object = {}) =>
  drillOf({ ...settings, drillInput: inputOf(changed), ...other }, folder)

describe('what a drill is to start', () => {
  it('is an input that the release machine takes', () => {
    expect(Request.parse(JSON.parse(made({})!.input))).toMatchObject(exercise)
  })

  it('is refused at packaging when it would be refused on the night, or would be production', () => {
    expect(() => made({ versoin: '2.4.0' })).toThrow('input.json would be refused')
    expect(() => made({ environment: undefined })).toThrow('a drill never does')
    expect(() => made({ environment: 'production' })).toThrow('a drill never does')
    expect(() => made({ environment: 'stagign' })).toThrow('no environment "stagign" of serveml')
    expect(() => made({}, { drillInput: 'nowhere.json' })).toThrow('there is no nowhere.json')
    expect(() => made({}, { drillSchedule: '' })).toThrow('belong together')
    expect(drillOf({ ...settings, drillSchedule: '', drillInput: '' }, folder)).toBeUndefined()
  })
})

describe('a packaged stack with drills', () => {
  let template: Template
  beforeAll(async () => {
    const { drillSchedule, drillTimezone } = settings
    template = await packagedTemplate({ plans, drillSchedule, drillTimezone, drillInput: inputOf({}) })
  })
  const one = (type: string) => Object.values(template.Resources).find(({ Type }) => Type === type)!.Properties

  it('starts the release machine on time, and keeps what could not be started', () => {
    const resolve = resolver(template)
    const { GroupName: _, ...schedule } = one('AWS::Scheduler::Schedule')
    const { Target, ...when } = resolve<{ Target: { Input: string } }>(schedule)
    expect(when).toMatchObject({
      ScheduleExpression: 'cron(0 6 ? * MON *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    })
    expect(JSON.parse(Target.Input)).toMatchObject(exercise)
    expect(Target).toMatchObject({
      Arn: `arn:aws:states:${region}:${account}:stateMachine:tidegate-production-release`,
      RoleArn: `arn:aws:iam::${account}:role/DrillRole`,
      DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:tidegate-production-dead-letters` },
    })
  })

  it('lets the schedule start that machine and nothing else, and only schedules of this stage be it', async () => {
    const { statements, trust } = stackOf(template).roles.get(`arn:aws:iam::${account}:role/DrillRole`)!
    const machine = (name: string) => `arn:aws:states:${region}:${account}:stateMachine:tidegate-production-${name}`
    const may = (resource: string) => allows(statements, { action: 'states:StartExecution', resource })
    expect(await Promise.all(['release', 'change', 'rollback', 'close'].map((name) => may(machine(name))))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['states:StartExecution', 'sqs:SendMessage'])
    const { Name } = one('AWS::Scheduler::ScheduleGroup')
    expect(trust).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': account,
              'aws:SourceArn': `arn:aws:scheduler:${region}:${account}:schedule-group/${String(Name)}`,
            },
          },
        },
      ],
    })
  })
})

it('a stack without drills has no schedule and no role for one', async () => {
  const { Resources } = await packagedTemplate()
  const named = Object.entries(Resources).map(([name, { Type }]) => `${name}: ${Type}`)
  expect(named.filter((one) => /drill|scheduler/i.test(one))).toEqual([])
  expect(JSON.stringify(Resources)).not.toContain('scheduler.amazonaws.com')
}, 60_000)
