import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'

/**
 * Runs in a process of its own, one per sandbox: loads a bundle as Lambda's runtime does, then answers one event after
 * the other. Arguments: folder, handler.
 */
export interface Call {
  readonly event: unknown
  readonly arn: string
  readonly deadline: number
  readonly request: string
}
export type Reply =
  | { readonly output: string }
  | { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] }

const [folder = '', handler = ''] = process.argv.slice(2)
const dot = handler.lastIndexOf('.')
const file = ['.mjs', '.js', '.cjs'].map((ending) => join(folder, handler.slice(0, dot) + ending)).find(existsSync)

const loaded: Promise<(event: unknown, context: Context) => Promise<unknown>> =
  file === undefined
    ? Promise.reject(named('Runtime.ImportModuleError', `Cannot find module '${handler.slice(0, dot)}'`))
    : import(pathToFileURL(file).href).then((module: Record<string, never>) => module[handler.slice(dot + 1)]!)

process.on('message', ({ event, arn, deadline, request }: Call) => {
  const context = {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '',
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '',
    invokedFunctionArn: arn,
    awsRequestId: request,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  } as Context
  loaded
    .then((run) => run(event, context))
    .then(
      (output): Reply => ({ output: JSON.stringify(output ?? null) }),
      (error: unknown): Reply => {
        const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
        return { errorType: name, errorMessage: message, trace: stack.split('\n') }
      },
    )
    .then((reply) => process.send?.(reply))
})

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
