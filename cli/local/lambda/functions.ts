import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Code } from './code.ts'
import type { Call, Reply } from './sandbox.ts'

export type Invoked =
  | { readonly output: unknown; readonly version: string }
  | { readonly error: string; readonly cause: string }

const sandboxFile = fileURLToPath(new URL('./sandbox.ts', import.meta.url))

/** Runs deployed bundles, each call in a sandbox that takes one call at a time, as Lambda does; error names survive. */
export class Functions {
  readonly #codeOf: (functionName: string) => Promise<Code>
  readonly #environment: Readonly<Record<string, string>>
  /** Sandboxes that wait for work, by what they were started with. */
  readonly #idle = new Map<string, ChildProcess[]>()
  readonly #all = new Set<ChildProcess>()

  /** @param environment what every function gets besides its own: endpoints, credentials, region */
  constructor(codeOf: (functionName: string) => Promise<Code>, environment: Readonly<Record<string, string>>) {
    this.#codeOf = codeOf
    this.#environment = environment
  }

  async invoke(functionName: string, event: unknown): Promise<Invoked> {
    let code: Code
    try {
      code = await this.#codeOf(functionName)
    } catch (error) {
      const { name, message } = error as Error
      return { error: name, cause: message }
    }
    const key = JSON.stringify([code.folder, code.arn, code.environment])
    const sandbox = this.#idle.get(key)?.pop() ?? this.#start(code)
    const { arn, timeoutSeconds } = code
    const call: Call = { event, arn, deadline: Date.now() + timeoutSeconds * 1000, request: randomUUID() }
    const invoked = await once(sandbox, call, timeoutSeconds, code.version)
    if (sandbox.connected && sandbox.exitCode === null && !sandbox.killed) {
      this.#idle.set(key, [...(this.#idle.get(key) ?? []), sandbox])
    }
    return invoked
  }

  close(): void {
    for (const sandbox of this.#all) sandbox.kill('SIGKILL')
  }

  #start({ folder, handler, environment, arn, version }: Code): ChildProcess {
    const sandbox = fork(sandboxFile, [folder, handler], {
      env: {
        PATH: process.env['PATH'],
        NODE_NO_WARNINGS: '1',
        ...this.#environment,
        ...environment,
        AWS_LAMBDA_FUNCTION_NAME: arn.split(':')[6] ?? '',
        AWS_LAMBDA_FUNCTION_VERSION: version,
      },
    })
    this.#all.add(sandbox)
    sandbox.on('exit', () => this.#all.delete(sandbox))
    return sandbox
  }
}

function once(sandbox: ChildProcess, call: Call, timeoutSeconds: number, version: string): Promise<Invoked> {
  return new Promise((resolve) => {
    const over = (invoked: Invoked) => {
      clearTimeout(timer)
      sandbox.removeAllListeners('message')
      sandbox.removeListener('exit', died)
      resolve(invoked)
    }
    const timer = setTimeout(() => {
      sandbox.kill('SIGKILL')
      over(failed('Sandbox.Timedout', `${call.request} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`))
    }, timeoutSeconds * 1000)
    const died = (code: number | null, signal: string | null) =>
      over(failed('Runtime.ExitError', `RequestId: ${call.request} Error: Runtime exited with ${signal ?? code}`))
    sandbox.on('exit', died)
    sandbox.on('message', (reply: Reply) => {
      if ('output' in reply) over({ output: JSON.parse(reply.output) as unknown, version })
      else over({ error: reply.errorType, cause: JSON.stringify(reply) })
    })
    sandbox.send(call)
  })
}

const failed = (errorType: string, errorMessage: string): Invoked => ({
  error: errorType,
  cause: JSON.stringify({ errorType, errorMessage }),
})
