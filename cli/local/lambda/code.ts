import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { unzipSync } from 'fflate'
import { authorization } from '../upstream.ts'

/** A deployed function, on disk. */
export interface Code {
  readonly folder: string
  /** `functions/admit.handler` */
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly version: string
  readonly arn: string
}

/** Why there is no code: what Lambda would answer. */
export class NoFunction extends Error {
  override readonly name = 'Lambda.ResourceNotFoundException'
}

interface GetFunction {
  readonly Configuration: {
    readonly FunctionArn: string
    readonly Handler: string
    readonly Timeout?: number
    readonly Version: string
    readonly CodeSha256: string
    readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> }
  }
  readonly Code: { readonly Location: string }
}

export interface Codes {
  of(functionName: string): Promise<Code>
  /** Takes away what was unpacked. */
  close(): void
}

/** Asks an emulator for a function's code and settings, and unpacks it once per content. */
export function codeFrom(endpoint: string, credential: { accessKeyId: string; region: string }): Codes {
  const unpacked = new Map<string, Promise<string>>()
  const folders: string[] = []
  const of = async (functionName: string): Promise<Code> => {
    const { name, qualifier } = parts(functionName)
    const query = qualifier === undefined ? '' : `?Qualifier=${qualifier}`
    const headers = { authorization: authorization(credential, 'lambda') }
    const answer = await fetch(`${endpoint}/2015-03-31/functions/${name}${query}`, { headers })
    if (!answer.ok) throw new NoFunction(`Function not found: ${functionName}`)
    const { Configuration, Code } = (await answer.json()) as GetFunction
    const { CodeSha256: content, Handler: handler, Timeout = 3, Version: version } = Configuration
    const fresh = async () => {
      const zip = new Uint8Array(await (await fetch(Code.Location, { headers })).arrayBuffer())
      const folder = mkdtempSync(join(tmpdir(), 'tidegate-local-'))
      folders.push(folder)
      unpack(zip, folder)
      return folder
    }
    const folder = unpacked.get(content) ?? fresh()
    unpacked.set(content, folder)
    return {
      folder: await folder,
      handler,
      environment: Configuration.Environment?.Variables ?? {},
      timeoutSeconds: Timeout,
      version,
      arn: functionName.startsWith('arn:') ? functionName : Configuration.FunctionArn,
    }
  }
  return {
    of,
    close() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A name, `name:qualifier`, or either as an ARN. */
function parts(functionName: string): { name: string; qualifier: string | undefined } {
  const words = functionName.split(':')
  const [name, qualifier] = functionName.startsWith('arn:') ? words.slice(6) : words
  return { name: name ?? '', qualifier }
}

function unpack(zip: Uint8Array, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(folder, normalize(`/${name}`))
    if (name.endsWith('/')) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
}
