import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A virtual environment with pinned packages, made when it is missing and anew when the pins change.
 *
 * @param folder where it is, ignored by git
 * @param requirements file with every package and version; nothing else is installed
 */
export function pythonWith(folder: string, requirements: string): string {
  const wanted = readFileSync(requirements, 'utf8')
  const made = join(folder, 'requirements.txt')
  if (existsSync(made) && readFileSync(made, 'utf8') === wanted) return folder
  mkdirSync(folder, { recursive: true })
  run('python3', ['-m', 'venv', '--clear', folder])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r']
  run(join(folder, 'bin', 'python'), [...pip, requirements])
  writeFileSync(made, wanted)
  return folder
}

function run(command: string, options: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, options, { encoding: 'utf8' })
  if (status === 0) return
  const why = error?.message ?? stderr.trim()
  throw new Error(
    `${command} ${options.slice(0, 3).join(' ')} failed: ${why}. Nothing was checked; Python 3.10 or newer with venv and a package index are needed once`,
  )
}
