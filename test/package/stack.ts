import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Template } from '../../cli/package/cloudformation.ts'
import { oslsFile, templateFile } from '../../cli/package/places.ts'
import { readTemplate } from '../../cli/package/template.ts'

const root = join(import.meta.dirname, '..', '..')
const linked = ['cli', 'functions', 'node_modules', 'package.json', 'plans', 'shared', 'statemachines', 'test']

/**
 * What `osls package` makes of serverless.yml and our plugin, in a folder of its own; only the code is left out.
 *
 * @param params as on the command line: `{ domain: 'tidegate.example' }`
 */
export async function packagedTemplate(params: Readonly<Record<string, string>> = {}): Promise<Template> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-stack-'))
  try {
    for (const name of linked) symlinkSync(join(root, name), join(folder, name))
    const service = readFileSync(join(root, 'serverless.yml'), 'utf8')
    const quicker = service.replace('./cli/package/plugin.ts', './test/package/without-code.ts')
    writeFileSync(join(folder, 'serverless.yml'), quicker)
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
    const options = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`)
    await promisify(execFile)(process.execPath, [join(root, oslsFile), 'package', ...options], { cwd: folder, env })
    return readTemplate(join(folder, templateFile))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
