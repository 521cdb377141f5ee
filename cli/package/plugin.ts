import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MachineName } from '../../shared/permissions/index.ts'
import type { FunctionName } from '../../shared/world.ts'
import { packagedPermissions, stageNames } from '../permissions.ts'
import { alarms } from './alarms.ts'
import { bundle } from './bundle.ts'
import { arnOf, pascal, type Resource, ref, type Template, type Variables } from './cloudformation.ts'
import { dashboard } from './dashboard.ts'
import { type DrillSettings, drillOf, drillResources } from './drills.ts'
import { linkKeysEnvironment, withLinkKeys } from './link-keys.ts'
import { aliasLogicalId, fillIn, type Packaged } from './machines.ts'
import { measure } from './measure.ts'
import { functionRole, machineRole } from './roles.ts'
import { tidegateSchema } from './settings.ts'
import { type SignIn, signInEnvironment, withSignIn } from './sign-in.ts'
import { chatEnvironment, slackRoute, withChat } from './slack.ts'
import { type Subscribers, subscriptions } from './subscriptions.ts'
import { zipped } from './zip.ts'

/** As much of osls as is used here; it brings no types of its own. */
interface Osls {
  readonly serviceDir: string
  readonly configSchemaHandler: {
    defineTopLevelProperty(name: string, schema: object): void
    defineFunctionProperties(provider: string, schema: object): void
  }
  readonly service: {
    /** Where osls packages to: `.serverless`, unless `--package` says otherwise. */
    readonly package: { readonly path?: string }
    readonly functions: Record<string, OslsFunction>
    readonly initialServerlessConfig: { readonly tidegate: Settings; readonly stepFunctions: Machines }
    readonly provider: { readonly compiledCloudFormationTemplate: Template }
  }
  getProvider(name: 'aws'): { getStage(): string; naming: { getLambdaLogicalId(name: string): string } }
}
interface OslsFunction {
  live?: boolean
  environment?: Variables
  reservedConcurrency?: number
  package?: { artifact: string }
  targetAlias?: { name: string; logicalId: string }
  versionLogicalId?: string
}
interface Settings extends DrillSettings {
  readonly reserve: number
  readonly subscribers: Subscribers
  readonly domain: string
  /** ARN of the Slack app's secret, or empty: then the stack has nothing of Slack. */
  readonly slackSecret: string
  /** Keys that links are signed with, where the stack's own alone is not it: the first signs. */
  readonly linkKeys: readonly string[]
  /** ARN of the topic that chat applications read, or empty. */
  readonly chatTopic: string
  /** How people sign in; all empty: a link alone says who signs. */
  readonly oidc: SignIn
}
interface Machines {
  readonly stateMachines: Readonly<Record<string, unknown>>
}

/**
 * What serverless.yml cannot say: our own bundles, the `live` aliases, roles, subscriptions, and which versions the
 * machines call. It runs in `osls package` and `osls deploy` alike, needs no network and makes the same of the same files.
 */
export default class TidegatePackaging {
  readonly hooks: Readonly<Record<string, () => unknown>>
  readonly #osls: Osls

  constructor(osls: Osls) {
    this.#osls = osls
    osls.configSchemaHandler.defineTopLevelProperty('tidegate', tidegateSchema)
    osls.configSchemaHandler.defineFunctionProperties('aws', { properties: { live: { type: 'boolean' } } })
    this.hooks = {
      initialize: () => this.#leaveOut(),
      'before:package:createDeploymentArtifacts': () => this.#bundle(),
      // Here, because osls names a version after code and configuration: what is set later makes no new version.
      'before:package:compileFunctions': () => this.#tellFunctions(),
      'after:package:compileEvents': () => this.#complete(),
    }
  }

  get #stage(): string {
    const stage = this.#osls.getProvider('aws').getStage()
    if (/^[a-z][a-z0-9-]{0,19}$/.test(stage)) return stage
    throw new Error(
      `stage "${stage}": at most 20 lower-case letters, digits and dashes, since it is part of every name`,
    )
  }

  /** A function that this stage has no use for is neither bundled nor deployed. */
  #leaveOut(): void {
    const { functions, initialServerlessConfig } = this.#osls.service
    if (initialServerlessConfig.tidegate.slackSecret === '') delete functions['chatops']
  }

  async #bundle(): Promise<void> {
    const { serviceDir, service } = this.#osls
    const folder = service.package.path ?? '.serverless'
    mkdirSync(join(serviceDir, folder), { recursive: true })
    for (const [name, fn] of Object.entries(service.functions)) {
      const made = await bundle(name, serviceDir)
      const artifact = join(folder, `${name}.zip`)
      writeFileSync(join(serviceDir, artifact), zipped(made.files))
      writeFileSync(join(serviceDir, folder, `${name}.bundle.json`), `${JSON.stringify(measure(made), null, 2)}\n`)
      fn.package = { artifact }
    }
  }

  #tellFunctions(): void {
    const { functions, initialServerlessConfig } = this.#osls.service
    for (const [name, fn] of Object.entries(functions)) {
      fn.environment = { ...fn.environment, ...stageEnvironment(name, initialServerlessConfig.tidegate) }
      const { reserve } = initialServerlessConfig.tidegate
      if (reserve > 0 && (fn.live === true || endsReleases.has(name))) fn.reservedConcurrency = reserve
      // osls points rules and queues at an alias that it is told of; this one it does not make itself.
      if (fn.live === true) fn.targetAlias = { name: 'live', logicalId: aliasLogicalId(name) }
    }
  }

  async #complete(): Promise<void> {
    const { service } = this.#osls
    const template = service.provider.compiledCloudFormationTemplate
    const { tidegate, stepFunctions } = service.initialServerlessConfig
    const functions = this.#packaged()
    const own = withLinkKeys(withChat(stageNames(this.#stage), tidegate), tidegate)
    const may = await packagedPermissions(withSignIn(own, tidegate.oidc), { plans: tidegate.plans })
    const drill = drillOf(tidegate, this.#osls.serviceDir)
    const made: Record<string, Resource> = {
      ...(drill !== undefined && drillResources(this.#stage, drill)),
      ...(tidegate.slackSecret !== '' && slackRoute()),
      ...subscriptions(tidegate.subscribers),
      ...alarms(this.#stage),
      Dashboard: dashboard(this.#stage, functions),
    }
    for (const { name, versionLogicalId, live } of functions) {
      const logicalId = this.#osls.getProvider('aws').naming.getLambdaLogicalId(name)
      const FunctionName = ref(logicalId)
      const role = `${pascal(name)}Role`
      dependOnlyOn(template, logicalId, (other) => other !== role)
      made[role] = functionRole(this.#stage, name, may.functions[name as FunctionName])
      if (live) made[aliasLogicalId(name)] = liveAlias(FunctionName, versionLogicalId)
      if (live && takesEvents.has(name))
        made[`${pascal(name)}Undelivered`] = undelivered(FunctionName, aliasLogicalId(name))
    }
    for (const name of Object.keys(stepFunctions.stateMachines)) {
      fillIn(template, name, functions)
      made[`${pascal(name)}MachineRole`] = machineRole(this.#stage, name, may.machines[name as MachineName])
    }
    Object.assign(template.Resources, made)
  }

  #packaged(): Packaged[] {
    return Object.entries(this.#osls.service.functions).map(([name, { versionLogicalId, live }]) => {
      if (versionLogicalId !== undefined) return { name, versionLogicalId, live: live === true }
      throw new Error(`function "${name}" has no version: versionFunctions must stay true, the machines call versions`)
    })
  }
}

/** osls has each function wait for its role twice over, which cfn-lint calls what it is. */
function dependOnlyOn(template: Template, logicalId: string, keep: (other: string) => boolean): void {
  const resource = template.Resources[logicalId]!
  template.Resources[logicalId] = { ...resource, DependsOn: [resource.DependsOn ?? []].flat().filter(keep) }
}

/** What a stage tells one of its functions, besides what serverless.yml tells all of them. */
const stageEnvironment = (name: string, settings: Settings): Variables => ({
  ...chatEnvironment(name, settings),
  ...signInEnvironment(name, settings.oidc),
  ...linkKeysEnvironment(settings),
  // Pages are reached by a name of the stage's own.
  ...(settings.domain !== '' && { TIDEGATE_PAGES: `https://${settings.domain}` }),
})

/** With those at `live`, what the way back needs to its end. */
const endsReleases = new Set(['close', 'report'])

/** Called by events, asynchronously: what fails three times is kept to be looked at. */
const takesEvents = new Set(['resume', 'watchdog', 'chatops'])

const liveAlias = (FunctionName: { Ref: string }, versionLogicalId: string): Resource => ({
  Type: 'AWS::Lambda::Alias',
  Properties: { FunctionName, Name: 'live', FunctionVersion: { 'Fn::GetAtt': [versionLogicalId, 'Version'] } },
})

const undelivered = (FunctionName: { Ref: string }, alias: string): Resource => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  DependsOn: alias,
  Properties: {
    FunctionName,
    Qualifier: 'live',
    MaximumRetryAttempts: 2,
    // By then the sweep has looked; an event that Lambda turned away for want of concurrency would tell old news.
    MaximumEventAgeInSeconds: 900,
    DestinationConfig: { OnFailure: { Destination: arnOf('DeadLetters') } },
  },
})
