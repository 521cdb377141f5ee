import { describe, expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import { openScene } from '../../cli/scene.ts'
import { deployRoles, rehearsedNames } from '../../rehearsal/roles.ts'
import { actionKinds } from '../../shared/actions/index.ts'
import { kindsWithNeeds } from '../../shared/actions/needs.ts'
import { checkKinds } from '../../shared/checks/index.ts'
import { checksWithNeeds } from '../../shared/checks/needs.ts'
import { permissions as permissionsCheck } from '../../shared/checks/permissions.ts'
import type { Moment } from '../../shared/checks/port.ts'
import { permissions, type Statement } from '../../shared/permissions/index.ts'
import type { World } from '../../shared/world.ts'
import { checkContract } from '../contracts/check.ts'
import { awsError } from '../shared/checks/fakes/account.ts'
import { serveml as fakeServeml, preflight } from '../shared/checks/fakes/serveml.ts'
import { launch, serveml, story } from '../stories/stage.ts'
import { home } from './home.ts'

const { resolved } = await openScene('serveml', { version: '2.4.0' })
const granted = await permissions(publishedPlans('plans'), rehearsedNames(home))
const moment: Moment = { ...preflight, plan: resolved }

type Roles = Record<string, readonly Statement[] | undefined>
/** A World whose IAM has these roles; everything else is the fake account's. */
function worldWith(change: (roles: Roles) => void = () => {}, refuse?: Error): World {
  const roles: Roles = Object.fromEntries(
    Object.entries(granted.functions).map(([name, one]) => [`tidegate-${name}-eu-west-1`, one]),
  )
  change(roles)
  const world = fakeServeml()
  const self = { ...world.self, arn: 'arn:aws:lambda:eu-west-1:111122223333:function:tidegate-preflight:7' }
  const send = async (_client: unknown, command: { input: { RoleName: string } }) => {
    if (refuse !== undefined) throw refuse
    const statements = roles[command.input.RoleName]
    if (statements === undefined) throw awsError('NoSuchEntityException')
    return { PolicyDocument: encodeURIComponent(JSON.stringify({ Statement: statements })) }
  }
  return { ...world, self, home, send: send as never }
}
const cutover = (change: (one: Statement) => object) => () =>
  worldWith((roles) => {
    const role = 'tidegate-cutover-eu-west-1'
    roles[role] = roles[role]?.map((one) => change(one) as Statement)
  })
const ofRecords = (one: Statement) => one.Action.includes('route53:ChangeResourceRecordSets')

checkContract({
  check: permissionsCheck,
  ask: {},
  moment,
  good: () => worldWith(),
  bad: {
    'a role has lost its policy': () =>
      worldWith((roles) => {
        roles['tidegate-deploy-eu-west-1'] = undefined
      }),
    'an action is gone': cutover((one) => ({
      ...one,
      Action: one.Action.filter((name) => name !== 'lambda:UpdateAlias'),
    })),
    'the zone is another': cutover((one) => ({
      ...one,
      ...(ofRecords(one) && { Resource: 'arn:aws:route53:::hostedzone/ZOTHER' }),
    })),
    'the name is another': cutover((one) => JSON.parse(JSON.stringify(one).replaceAll('api.serveml.', 'www.serveml.'))),
    'a condition is there that no call meets': cutover((one) => ({
      ...one,
      Condition: { StringEquals: { 'aws:PrincipalTag/on-call': 'yes' } },
    })),
    'somebody denied it': cutover((one) => ({ ...one, ...(ofRecords(one) && { Effect: 'Deny' }) })),
  },
  blind: { 'preflight may not read the roles': () => worldWith(() => {}, awsError('AccessDenied')) },
})

describe('a plan that the deployed roles do not allow', () => {
  it('is refused, naming function, action, resource, the line of the plan, and what to do', async () => {
    const fault = { kind: 'role-lacks', function: 'cutover', action: 'route53:ChangeResourceRecordSets' }
    const run = await story(await serveml(), [fault])
    expect(run.outcome).toBe('refused')
    expect(run.because).toContain(
      'cutover may not route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z0SERVEML (for api.serveml.example)',
    )
    expect(run.because).toMatch(/put this plan and its environment into plans\/ and deploy Tidegate again/)
    expect(run.everything!.lines).toEqual([])
  })

  it('is refused for what any release needs of Tidegate itself: the function that starts the way back', async () => {
    const fault = { kind: 'role-lacks', function: 'rollback', action: 'states:StartExecution' }
    const run = await story(await serveml(), [fault])
    expect(run.outcome).toBe('refused')
    expect(run.because).toContain('rollback may not states:StartExecution on ')
    expect(run.because).toContain('stateMachine:tidegate-rollback (for Tidegate itself)')
  })

  it('is refused for what only its way back would call', async () => {
    const run = await story(await launch(), [{ kind: 'role-lacks', function: 'cutover', action: 'route53:GetChange' }])
    expect(run.outcome).toBe('refused')
  })

  it('is refused when it is newer than the deployment: the roles were made from another plan', async () => {
    const first = await launch()
    let deployed: Promise<void> = Promise.resolve()
    const run = await story(await serveml(), [], {
      prepare: (bench) => {
        deployed = deployRoles(bench, [first.published])
      },
    })
    await deployed
    expect(run.outcome).toBe('refused')
    expect(run.because).toContain('backup may not s3:GetBucketVersioning on arn:aws:s3:::serveml-frontend-prod')
    expect(run.because).toMatch(/\d+ more are missing/)
  })

  it('is not kept waiting by a right that its lines do not need', async () => {
    const fault = { kind: 'role-lacks', function: 'deploy', action: 'ecs:StopServiceDeployment' }
    expect((await story(await serveml(), [fault])).outcome).toBe('released')
  })
})

describe('every kind', () => {
  it('of action and of check says what it needs, if only nothing', () => {
    expect([...kindsWithNeeds].sort()).toEqual([...actionKinds].sort())
    expect([...checksWithNeeds].sort()).toEqual([...checkKinds].sort())
  })
})
