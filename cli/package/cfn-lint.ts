import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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

/** Made anew when the pinned versions change. */
function environment(root: string): string {
  const wanted = readFileSync(join(root, 'cli/package/requirements.txt'), 'utf8')
  const folder = join(root, '.cache', 'cfn-lint')
  const made = join(folder, 'requirements.txt')
  if (existsSync(made) && readFileSync(made, 'utf8') === wanted) return folder
  mkdirSync(folder, { recursive: true })
  run('python3', ['-m', 'venv', '--clear', folder])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r']
  run(join(folder, 'bin', 'python'), [...pip, join(root, 'cli/package/requirements.txt')])
  writeFileSync(made, wanted)
  return folder
}

function run(command: string, options: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, options, { encoding: 'utf8' })
  if (status === 0) return
  const why = error?.message ?? stderr.trim()
  throw new Error(
    `${command} ${options.slice(0, 3).join(' ')} failed: ${why}. The template was not checked; Python 3.10 or newer with venv and a package index are needed once`,
  )
}
