import type { Template } from './cloudformation.ts'

/** As much of osls as is touched here. */
interface Osls {
  readonly hooks?: never
  readonly pluginManager: {
    readonly hooks: Record<string, unknown[]>
    readonly plugins: readonly { monitorStack?: unknown }[]
  }
  readonly service: { readonly provider: { readonly compiledCloudFormationTemplate: Template } }
}

const pollMs = 200
const waitMax = 600

/**
 * Lets `osls deploy` deploy to an emulator on this machine, and does nothing anywhere else.
 *
 * The emulator validates no template that is given by its address, tells events of one millisecond in the wrong order,
 * so that osls would wait for ever, and knows no versions of state machines (docs/reference/emulator.md).
 */
export default class Loopback {
  readonly hooks: Readonly<Record<string, () => unknown>>
  readonly #osls: Osls

  constructor(osls: Osls) {
    this.#osls = osls
    const endpoint = process.env['AWS_ENDPOINT_URL'] ?? ''
    const isHere = /^http:\/\/127\.0\.0\.1:\d+\/?$/.test(endpoint)
    this.hooks = isHere
      ? {
          'after:aws:package:finalize:mergeCustomProviderResources': () => this.#withoutMachineVersions(),
          'before:deploy:deploy': () => this.#pollStacks(endpoint),
        }
      : {}
  }

  #withoutMachineVersions(): void {
    const { Resources } = this.#osls.service.provider.compiledCloudFormationTemplate
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (Type !== 'AWS::StepFunctions::StateMachineVersion') continue
      const machine = Properties['StateMachineArn']
      delete Resources[id]
      replaceRefs(Resources, id, machine)
    }
  }

  #pollStacks(endpoint: string): void {
    this.#osls.pluginManager.hooks['aws:deploy:deploy:validateTemplate'] = []
    for (const plugin of this.#osls.pluginManager.plugins) {
      if (plugin.monitorStack === undefined) continue
      plugin.monitorStack = async (_action: string, { StackId }: { StackId: string }) => settled(endpoint, StackId)
    }
  }
}

/** Puts another value wherever `{Ref: id}` stands. */
function replaceRefs(holder: unknown, id: string, by: unknown): void {
  if (typeof holder !== 'object' || holder === null) return
  const object = holder as Record<string, unknown>
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'object' && value !== null && (value as { Ref?: unknown }).Ref === id) object[key] = by
    else replaceRefs(value, id, by)
  }
}

/** @returns the stack's last status, as osls expects it */
async function settled(endpoint: string, stack: string): Promise<string> {
  const region = process.env['AWS_REGION'] ?? 'us-east-1'
  const scope = `${process.env['AWS_ACCESS_KEY_ID'] ?? 'test'}/20260101/${region}/cloudformation/aws4_request`
  for (let looked = 0; looked < waitMax; looked += 1) {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: stack }),
    })
    const text = await answer.text()
    const [, status = ''] = /<StackStatus>(\w+)<\/StackStatus>/.exec(text) ?? []
    if (/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) return status
    if (/FAILED|ROLLBACK/.test(status)) {
      const [, why = 'it does not say why'] = /<StackStatusReason>([^<]*)</.exec(text) ?? []
      throw new Error(`the emulator ended ${status}: ${why}`)
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  throw new Error('the emulator did not end the deployment within two minutes')
}
