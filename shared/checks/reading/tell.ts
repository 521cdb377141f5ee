import type { Command, MetadataBearer } from '@smithy/types'
import { redact } from '../../redact.ts'
import type { ClientClass, World } from '../../world.ts'
import type { CheckResult } from '../port.ts'

/** Why a check could not be decided. Never leaves `telling`. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell'
  readonly whatToDo: string
  constructor(because: string, whatToDo: string) {
    super(because)
    this.whatToDo = whatToDo
  }
}

/** Runs a check so that whatever keeps it from an answer is `unknown`, with the reason. */
export async function telling(where: string, look: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return { where, ...(await look()) }
  } catch (thrown) {
    if (thrown instanceof CannotTell) return unknown(where, thrown.message, thrown.whatToDo)
    const { name = 'Error', message = String(thrown) } = thrown as Error
    return unknown(where, redact(`${name}: ${message}`), 'read the reason, then ask again; if it stays, ask by hand')
  }
}

function unknown(where: string, because: string, whatToDo: string): CheckResult {
  return { verdict: 'unknown', because, whatToDo, where }
}

interface Read {
  /** The IAM action, so that whoever is denied reads what to allow: `cloudwatch:DescribeAlarms`. */
  readonly permission: string
  readonly region?: string
}

/** One read of AWS. No permission and no answer are told in words that name the right or the service. */
export async function read<CI extends object, CO extends MetadataBearer, I extends CI, O extends CO>(
  world: World,
  { permission, region }: Read,
  client: ClientClass<CI, CO>,
  command: Command<CI, I, CO, O, never>,
): Promise<O> {
  try {
    return await world.send(client, command, region === undefined ? {} : { region })
  } catch (thrown) {
    const { name, message } = thrown as Error
    if (name === 'AccessDenied') {
      throw new CannotTell(
        `not allowed to call ${permission}`,
        `allow ${permission} for the role of the function ${world.self.name}, then ask again`,
      )
    }
    if (name === 'AwsUnavailable') {
      throw new CannotTell(redact(message), `wait until AWS answers ${permission} again, then ask again`)
    }
    throw thrown
  }
}

/** The same for a resource that may not be there: one of the named errors answers undefined. */
export async function readIfThere<CI extends object, CO extends MetadataBearer, I extends CI, O extends CO>(
  world: World,
  { absent, ...what }: Read & { readonly absent: readonly string[] },
  client: ClientClass<CI, CO>,
  command: Command<CI, I, CO, O, never>,
): Promise<O | undefined> {
  try {
    return await read(world, what, client, command)
  } catch (thrown) {
    if (absent.includes((thrown as Error).name)) return undefined
    throw thrown
  }
}
