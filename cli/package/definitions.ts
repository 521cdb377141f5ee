import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import type { Template } from './cloudformation.ts'
import { machinesOf } from './template.ts'

/** It brings no types of its own. */
const validate = createRequire(import.meta.url)('asl-validator') as (definition: object) => {
  isValid: boolean
  errorsText(): string
}

/** What is wrong with the definitions in a template: by the ASL validator, and by comparison with the files. */
export function definitionFaults(template: Template, root: string): string[] {
  return machinesOf(template).flatMap(({ name, definition, filledIn }) => {
    const machine = JSON.parse(definition) as object
    const file = parse(readFileSync(join(root, 'statemachines', `${name}.asl.yaml`), 'utf8')) as object
    const { isValid, errorsText } = validate(JSON.parse(definition))
    const unknown = Object.values(filledIn).filter(({ Ref }) => template.Resources[Ref] === undefined)
    return [
      ...(isValid ? [] : [`${name}: ${errorsText()}`]),
      ...(isDeepStrictEqual(machine, file)
        ? []
        : [`${name}: not what is in ${name}.asl.yaml, which is what was rehearsed`]),
      ...unknown.map(({ Ref }) => `${name}: calls ${Ref}, which is not in the template`),
    ]
  })
}
