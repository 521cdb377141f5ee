import type { CrossCheck, Crossed } from './port.ts'

/** Numbers and names that contradict each other. */
export const promises: CrossCheck = ({ plan, environment, manifest }, files) => {
  const faults: Crossed[] = []
  const say = (path: Crossed['path'], what: string, why: string, right: string) =>
    faults.push({ of: 'plan', path, what, why, right })
  if (plan.back.fast > plan.back.full)
    say(
      ['back', 'fast'],
      'is longer than `full`',
      'the full way back begins with the fast one',
      'promise less time for fast, or more for full',
    )
  for (const name of ['error-rate', 'latency-p95'] as const) {
    const { tripwire, goal } = plan.watch?.[name] ?? {}
    if (tripwire !== undefined && goal !== undefined && goal > tripwire)
      say(
        ['watch', name, 'goal'],
        'is above the tripwire',
        'the release would be back before it is asked',
        'make the goal the stricter of both',
      )
  }
  for (const [at, alarm] of (plan.watch?.neighbours ?? []).entries())
    if (environment.alarms.includes(alarm))
      say(
        ['watch', 'neighbours', at],
        `"${alarm}" is an alarm of this system, too`,
        'it would both hold and roll back',
        'name it in one place only',
      )
  const stem = (file: string) =>
    file
      .split('/')
      .at(-1)!
      .replace(/\.ya?ml$/, '')
  if (stem(files.manifest) !== manifest.version) {
    const what = `"${manifest.version}" is not what the file is named for`
    faults.push({
      of: 'manifest',
      path: ['version'],
      what,
      why: 'another version would be released than was asked for',
      right: `write "${stem(files.manifest)}", or rename the file`,
    })
  }
  if (stem(files.environment) !== environment.environment) {
    const what = `"${environment.environment}" is not what the file is named for`
    faults.push({
      of: 'environment',
      path: ['environment'],
      what,
      why: 'another environment would be changed than was asked for',
      right: `write ${stem(files.environment)}, or rename the file`,
    })
  }
  return faults
}
