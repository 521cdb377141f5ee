import type { RehearseOptions } from './commands/rehearse.ts'

/** A command line as it is typed here, to do the same again. */
export function again(args: readonly string[]): string {
  const words = args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`)).join(' ')
  // Started by npm, nothing named tidegate is on the path.
  return process.env['npm_lifecycle_event'] === undefined ? `tidegate ${words}` : `npm run tidegate -- ${words}`
}

/** What of a command line decides which release is rehearsed, whatever goes wrong in it. */
export function sameRelease(plan: string, options: RehearseOptions): string[] {
  const { version, environment, requester, waive } = options
  return [
    'rehearse',
    plan,
    ...(version === undefined ? [] : ['--version', version]),
    ...(environment === 'production' ? [] : ['--environment', environment]),
    ...(requester === undefined ? [] : ['--requester', requester]),
    ...waive.flatMap((check) => ['--waive', check]),
  ]
}
