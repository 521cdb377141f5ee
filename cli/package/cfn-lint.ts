import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pythonWith } from './python.ts'

/** Two regions whose services differ, so that nothing is used which only the first one has. */
const regions = ['us-east-1', 'eu-central-1']

/** Asks cfn-lint, in a virtual environment that is made when it is missing. @returns its findings, warnings included */
export function lint(root: string, template: string): string[] {
  const { status, stdout, stderr } = spawnSync(
    join(environment(root), 'bin', 'cfn-lint'),
    ['--template', template, '--format', 'parseable', '--regions', ...regions],
    { encoding: 'utf8' },
  )
  const found = stdout.split('\n').filter((line) => line !== '')
  // Without findings it ends 0; whatever else it did, it has not looked.
  return status === 0 || found.length > 0 ? found : [`cfn-lint did not run: ${stderr.trim()}`]
}

const environment = (root: string): string =>
  pythonWith(join(root, '.cache', 'cfn-lint'), join(root, 'cli/package/requirements.txt'))
