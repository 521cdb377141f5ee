import { CommanderError } from 'commander'
import { Refused } from '../shared/errors.ts'
import { exitCodes } from './exit-codes.ts'
import { program } from './program.ts'

/** Runs one command line and answers its exit code. Whoever runs it never sees a stack, only what to do. */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.released
  // `tidegate … | head` is no failure of anybody.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(code)
    throw error
  })
  try {
    await program((ended) => {
      code = ended
    }).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return tell(error)
  }
}

/** One line per fault on stderr, and the code that belongs to it. */
export function tell(error: unknown): number {
  // Commander has already written its line.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.released : exitCodes.wrongInput
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  if (name === 'WrongInput') {
    process.stderr.write(`${message}\n`)
    return exitCodes.wrongInput
  }
  if (name === 'OutOfReach') {
    process.stderr.write(`${message}\n`)
    return exitCodes.outOfReach
  }
  if (error instanceof Refused) {
    process.stderr.write(`${message}\n`)
    return exitCodes.refused
  }
  process.stderr.write(
    `Tidegate itself failed, which says nothing about your plan: ${name}: ${message}\n` +
      'Run it again with TIDEGATE_STACK=1 and report what it says.\n',
  )
  if (process.env['TIDEGATE_STACK'] !== undefined) process.stderr.write(`${stack}\n`)
  return exitCodes.failed
}
