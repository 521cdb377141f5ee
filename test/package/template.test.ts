import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackOutputs } from '../../cli/aws/stack.ts'
import { startKilobytesMax } from '../../cli/package/budgets.ts'
import type { Template } from '../../cli/package/cloudformation.ts'
import { fillIn, type Packaged, placeholders } from '../../cli/package/machines.ts'
import { functionRole, machineRole } from '../../cli/package/roles.ts'
import { subscriptions } from '../../cli/package/subscriptions.ts'
import { packagedPermissions, stageNames } from '../../cli/permissions.ts'
import { timeoutSeconds } from '../../rehearsal/functions.ts'
import { machineNames } from '../../rehearsal/machines.ts'
import { policyName, roleName } from '../../shared/permissions/index.ts'
import { wakeKeys } from '../../shared/waits/keys.ts'
import type { FunctionName } from '../../shared/world.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
// CloudFormation's own tags are read as what they stand before.
const service = parse(read('serverless.yml'), { logLevel: 'silent' }) as {
  functions: Record<string, { handler: string; timeout: number; live?: boolean; events?: { eventBridge?: Rule }[] }>
  stepFunctions: { stateMachines: Record<string, { definition: string; loggingConfig: object }> }
}
interface Rule {
  readonly pattern?: { readonly source: string[]; readonly 'detail-type': string[] }
}
const names = Object.keys(service.functions)
const may = await packagedPermissions(stageNames('blue-stage'))
const packaged: Packaged[] = names.map((name) => ({
  name,
  versionLogicalId: `${name}V1`,
  live: service.functions[name]!.live === true,
}))

describe('serverless.yml', () => {
  it('has every function, with the time-out that it is rehearsed with, a budget and a role', () => {
    expect(Object.fromEntries(names.map((name) => [name, service.functions[name]!.timeout]))).toEqual(timeoutSeconds)
    for (const name of names) {
      expect(service.functions[name]!.handler).toBe(`functions/${name}.handler`)
      expect(startKilobytesMax[name]).toBeTypeOf('number')
      expect(may.functions[name as FunctionName].length, name).toBeGreaterThan(1)
    }
  })

  it('has every machine that is rehearsed, by its very file, and logs no data of it', () => {
    expect(Object.keys(service.stepFunctions.stateMachines).sort()).toEqual([...machineNames].sort())
    for (const [name, machine] of Object.entries(service.stepFunctions.stateMachines)) {
      expect(machine.definition).toBe(`\${file(statemachines/${name}.asl.yaml)}`)
      expect(machine.loggingConfig).toMatchObject({ includeExecutionData: false })
    }
  })

  it('tells the command line where everything is, by the names that it asks for', () => {
    const told = ['machines', 'pages'].flatMap((name) => {
      const { Outputs } = parse(read(`cli/package/${name}.yml`), { logLevel: 'silent' }) as { Outputs: object }
      return Object.keys(Outputs)
    })
    expect(told.sort()).toEqual([...stackOutputs].sort())
  })

  it('wakes resume by just those events that give a wake key', () => {
    const rules = service.functions['resume']!.events!.flatMap(({ eventBridge }) => eventBridge?.pattern ?? [])
    const told = rules.flatMap((rule) =>
      rule.source.flatMap((source) => rule['detail-type'].map((type) => `${source} ${type}`)),
    )
    const known = [...read('shared/waits/keys.ts').matchAll(/case '([^']+)'/g)].map((match) => match[1]!)
    expect(told.sort()).toEqual(known.sort())
    for (const rule of rules) {
      for (const type of rule['detail-type']) {
        const detail = { taskArn: 'task', alarmName: 'alarm' }
        const event = { source: rule.source[0]!, 'detail-type': type, resources: ['arn'], detail }
        expect(wakeKeys(event), type).toHaveLength(1)
      }
    }
  })
})

describe('the placeholders of a machine', () => {
  it('are the versions that it was packaged with', () => {
    expect(placeholders('change', packaged)).toMatchObject({
      CutoverFunction: { Ref: 'cutoverV1' },
      ApprovalRequestFunction: { Ref: 'approval-requestV1' },
      ChangeMachine: { Ref: 'ChangeMachineVersion' },
    })
  })

  it('are the newest in the way back, from wherever it is asked for', () => {
    expect(placeholders('rollback', packaged)).toMatchObject({ CutoverFunction: { Ref: 'CutoverLiveAlias' } })
    expect(placeholders('release', packaged)).toMatchObject({ RollbackFunction: { Ref: 'RollbackLiveAlias' } })
  })

  it.each(machineNames)('are all filled in by what serverless.yml has, in %s', (name) => {
    const definition = JSON.stringify(parse(read(`statemachines/${name}.asl.yaml`)))
    const id = `${name[0]!.toUpperCase()}${name.slice(1)}Machine`
    const template: Template = {
      Resources: { [id]: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: definition } } },
    }
    fillIn(template, name, packaged)
    const filled = template.Resources[id]!.Properties['DefinitionString'] as { 'Fn::Sub': [string, object] }
    expect(filled['Fn::Sub'][0]).toBe(definition)
    // The way back goes through live aliases only: an older release meets functions that read its records.
    if (name === 'rollback') expect(JSON.stringify(filled['Fn::Sub'][1])).not.toContain('V1')
  })

  it('refuse a name that nothing fills in', () => {
    const template: Template = {
      Resources: {
        ReleaseMachine: { Type: 'x', Properties: { DefinitionString: '{"FunctionName": "${MagicFunction}"}' } },
      },
    }
    expect(() => fillIn(template, 'release', packaged)).toThrow('release.asl.yaml names ${MagicFunction}')
  })
})

describe('roles', () => {
  const actions = (name: string) => may.functions[name as FunctionName].flatMap(({ Action }) => Action)

  it('answer tokens only where waits are looked at', () => {
    for (const name of ['admit', 'preflight', 'approval-decide', 'resume', 'report']) {
      expect(actions(name)).not.toContain('states:SendTaskSuccess')
    }
    expect(actions('cutover')).toContain('states:SendTaskSuccess')
  })

  it('stop executions in the way back alone', () => {
    expect(names.filter((name) => actions(name).includes('states:StopExecution'))).toEqual(['rollback'])
  })

  it('are of one stage', () => {
    const text = JSON.stringify(Object.values(may))
    expect(text).toContain('tidegate-blue-stage')
    expect(text).not.toMatch(/tidegate-(?!blue-stage)/)
  })

  it('are called as preflight looks for them, with the one policy that it reads', () => {
    const { Properties } = functionRole('blue-stage', 'cutover', may.functions.cutover)
    expect(Properties['RoleName']).toEqual({ 'Fn::Sub': roleName('tidegate-blue-stage-cutover', '${AWS::Region}') })
    const policies = Properties['Policies'] as { PolicyName: string; PolicyDocument: { Statement: unknown[] } }[]
    expect(policies.map((one) => one.PolicyName)).toEqual([policyName])
    expect(policies[0]!.PolicyDocument.Statement).toHaveLength(may.functions.cutover.length)
    expect(JSON.stringify(policies)).toContain('{"Fn::Sub":"arn:')
  })

  it('have names that IAM takes, in the longest stage and region', () => {
    const stage = 's'.repeat(20)
    for (const name of names)
      expect(roleName(`tidegate-${stage}-${name}`, 'ap-southeast-2').length).toBeLessThanOrEqual(64)
  })

  it('trust machines of this account only', () => {
    expect(JSON.stringify(machineRole('test', 'release', []))).toContain('aws:SourceAccount')
    expect(JSON.stringify(functionRole('test', 'admit', []))).toContain('lambda.amazonaws.com')
  })
})

describe('subscriptions', () => {
  const alice = { approver: 'alice', protocol: 'email', endpoint: 'alice@tidegate.example' }

  it('bring a request to its approver alone', () => {
    const [made] = Object.values(subscriptions({ notices: [], approvals: [alice] }))
    expect(made!.Properties).toMatchObject({ FilterPolicy: { approver: ['alice'] }, Protocol: 'email' })
  })

  it('leave the others confirmed when one is added', () => {
    const before = Object.keys(subscriptions({ notices: [], approvals: [alice] }))
    const bob = { approver: 'bob', protocol: 'email', endpoint: 'bob@tidegate.example' }
    expect(Object.keys(subscriptions({ notices: [], approvals: [bob, alice] }))).toEqual(expect.arrayContaining(before))
  })
})
