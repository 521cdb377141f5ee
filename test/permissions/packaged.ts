import type { Template } from '../../cli/package/cloudformation.ts'
import { machinesOf } from '../../cli/package/template.ts'
import { homeFromEnvironment } from '../../shared/home.ts'
import { deployedNames } from '../../shared/permissions/deployed.ts'
import type { Permissions, Statement } from '../../shared/permissions/index.ts'
import type { FunctionName } from '../../shared/world.ts'
import { account, region, resolver } from '../package/resolve.ts'

export interface Role {
  readonly trust: unknown
  readonly statements: readonly Statement[]
}
interface Properties {
  readonly [name: string]: unknown
  readonly Handler: string
  readonly FunctionName: string
  readonly Role: string
  readonly RoleArn: string
  readonly StateMachineName: string
  readonly Environment: { readonly Variables: Record<string, string> }
}

/** A packaged stack as AWS would have it: what its functions and machines are called, told and allowed. */
export function stackOf(template: Template) {
  const resolve = resolver(template)
  const all = <T = Properties>(type: string, of: readonly string[]) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties: made }) => resolve<T>(Object.fromEntries(of.map((name) => [name, made[name]]))))
  const roles = new Map<string, Role>()
  for (const [logicalId, { Type, Properties: made }] of Object.entries(template.Resources)) {
    // Rights given any other way would not be seen here.
    if (/^AWS::IAM::(?!Role$)/.test(Type))
      throw new Error(`${logicalId} is ${Type}: roles hold their rights themselves`)
    if (Type !== 'AWS::IAM::Role') continue
    if (made['ManagedPolicyArns'] !== undefined) throw new Error(`${logicalId} has rights of AWS's making`)
    const policies = resolve<{ PolicyDocument: { Statement: Statement[] } }[]>(made['Policies'])
    roles.set(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }), {
      trust: resolve(made['AssumeRolePolicyDocument']),
      statements: policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    })
  }
  const functions = Object.fromEntries(
    all('AWS::Lambda::Function', ['Handler', 'FunctionName', 'Role', 'Environment']).map((one) => {
      const name = one.Handler.replace(/^functions\/|\.handler$/g, '') as FunctionName
      const arn = `arn:aws:lambda:${region}:${account}:function:${one.FunctionName}`
      const home = homeFromEnvironment({ AWS_REGION: region, ...one.Environment.Variables })
      // What the running function would call everything: by its environment and its own name.
      const naming = deployedNames({ home, self: { name, arn, remainingMs: () => 0 } })
      return [name, { ...one, naming, role: roles.get(one.Role)! }]
    }),
  )
  const called = new Map(machinesOf(template).map(({ name, filledIn }) => [name, resolve<object>(filledIn)]))
  const machines = Object.fromEntries(
    all('AWS::StepFunctions::StateMachine', ['StateMachineName', 'RoleArn']).map((one) => {
      const name = one.StateMachineName.split('-').at(-1)!
      return [name, { calls: Object.values(called.get(name)!) as string[], role: roles.get(one.RoleArn)! }]
    }),
  )
  const statements = (of: Record<string, { role: Role }>) =>
    Object.fromEntries(Object.entries(of).map(([name, { role }]) => [name, role.statements]))
  const permissions = { functions: statements(functions), machines: statements(machines) } as unknown as Permissions
  return { roles, functions, machines, permissions, all }
}
export type Stack = ReturnType<typeof stackOf>
