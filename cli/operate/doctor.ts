import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import type { World } from '../../shared/world.ts'
import type { Out } from '../aws/command.ts'
import { outOfReach } from '../aws/errors.ts'
import { readIdentity } from '../aws/identity.ts'
import { homeOf, type Outputs, outputsOf, speaks, stackName, stackOutputs } from '../aws/stack.ts'
import type { WorldFor } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { coloursFor } from '../terminal.ts'
import { examinations } from './doctor-examinations.ts'

/** What was looked at, what was seen, and what to do when it is not well. */
export interface Finding {
  readonly what: string
  readonly well: boolean
  readonly seen: string
  readonly whatToDo?: string
}

/** Looks whether Tidegate of a stage can do its work and whether you may ask it; changes nothing. */
export async function doctor(worldFor: WorldFor, stage: string, version: string, out: Out): Promise<number> {
  const findings = await examine(worldFor, stage, version)
  const well = findings.every((one) => one.well)
  const colours = coloursFor(out.screen)
  const lines = findings.flatMap(({ what, well: good, seen, whatToDo }) => [
    `  ${good ? colours.green('✓') : colours.red('✕')} ${what.padEnd(22)} ${seen}`,
    ...(whatToDo === undefined ? [] : [`${' '.repeat(27)}${whatToDo}`]),
  ])
  const verdict = well ? '\n  Tidegate is well.' : '\n  Tidegate is not well: nothing was changed.'
  const json = { stack: stackName(stage), well, findings }
  out.screen.write(out.json ? `${JSON.stringify(json, null, 2)}\n` : `${[...lines, verdict].join('\n')}\n`)
  return well ? exitCodes.released : exitCodes.outOfReach
}

async function examine(worldFor: WorldFor, stage: string, version: string): Promise<Finding[]> {
  const world = worldFor()
  const identity = await look('credentials', async () => {
    const { arn, person } = await readIdentity(world)
    return { seen: `${arn}; at gates you are ${person}` }
  })
  if (!identity.well) return [identity]
  let outputs: Partial<Outputs> = {}
  const name = stackName(stage)
  const stack = await look('stack', async () => {
    const found = (await world.send(CloudFormationClient, new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]
    if (found === undefined) throw new Error(`Stack ${name} does not exist`)
    outputs = outputsOf(found)
    const status = found.StackStatus ?? 'unknown'
    const settled = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)
    return { seen: `${name} ${status}`, ...(!settled && { whatToDo: 'wait for its deployment, or deploy it again' }) }
  })
  const missing = stackOutputs.filter((one) => outputs[one] === undefined)
  if (missing.length > 0) {
    const unseen = {
      what: 'outputs',
      well: false,
      seen: `${missing.join(', ')} missing`,
      whatToDo: `deploy Tidegate ${version}`,
    }
    return [identity, stack, ...(Object.keys(outputs).length > 0 ? [unseen] : [])]
  }
  const known = outputs as Outputs
  const own: World = worldFor(homeOf(known))
  const rest = examinations(own, known, name).map(({ what, see }) => look(what, see))
  return [identity, stack, versionFinding(known.Version, version), ...(await Promise.all(rest))]
}

const versionFinding = (deployed: string, own: string): Finding => ({
  what: 'version',
  well: speaks(deployed, own),
  seen: `${deployed} is deployed, this is ${own}`,
  ...(!speaks(deployed, own) && { whatToDo: `deploy ${own}, or run the command line of ${deployed}` }),
})

export type Seen = { readonly seen: string; readonly whatToDo?: string }

/** What cannot be seen is not well either: it says whose right is missing. */
async function look(what: string, see: () => Promise<Seen>): Promise<Finding> {
  try {
    const { seen, whatToDo } = await see()
    return { what, well: whatToDo === undefined, seen, ...(whatToDo !== undefined && { whatToDo }) }
  } catch (error) {
    const known = outOfReach(error)
    const seen = known?.message ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    const deploy = 'deploy it (docs/guides/deploy.md), or say which: --stage, AWS_PROFILE, AWS_REGION'
    const whatToDo =
      known === undefined ? deploy : 'docs/guides/operate.md names the rights that the command line needs'
    return { what, well: false, seen, whatToDo }
  }
}
