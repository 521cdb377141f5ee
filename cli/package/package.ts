import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured } from './measure.ts'
import { oslsFile, packageFolder, templateFile } from './places.ts'

/**
 * `npm run package`: serverless.yml → what CloudFormation and Lambda get, without network and without an account.
 *
 * @returns the exit code
 */
export function packageAll(root: string, options: readonly string[], write: (line: string) => void): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, oslsFile), 'package', ...options], {
    cwd: root,
    encoding: 'utf8',
    env: withoutAws(process.env),
  })
  if (status !== 0) {
    write(`${stdout}${stderr}`.trim())
    write('Nothing was packaged. What osls said above is about serverless.yml or a file that it names.')
    return 1
  }
  const bundles = readBundles(join(root, packageFolder))
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`
  write('function           at start   with all kinds   (gzip)')
  for (const { name, startBytes, allBytes } of bundles) {
    write(`${name.padEnd(19)}${kilobytes(startBytes).padStart(8)}${kilobytes(allBytes).padStart(17)}`)
  }
  const template = JSON.parse(readFileSync(join(root, templateFile), 'utf8'))
  const machines = Object.values<{ Type: string; Properties: { StateMachineName?: string } }>(template.Resources)
    .filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => Properties.StateMachineName)
  write(`machines           ${machines.join(', ')}`)
  write(`template           ${templateFile}`)
  return 0
}

/** What is packaged must not depend on whose laptop it is. */
const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')))

function readBundles(folder: string): Measured[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.bundle.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Measured)
}

if (import.meta.main) {
  process.exitCode = packageAll(join(import.meta.dirname, '..', '..'), process.argv.slice(2), console.log)
}
