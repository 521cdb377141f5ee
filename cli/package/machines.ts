import { pascal, ref, type Template } from './cloudformation.ts'

/** A function as osls has compiled it. */
export interface Packaged {
  readonly name: string
  /** Of its AWS::Lambda::Version, which osls names after code and configuration. */
  readonly versionLogicalId: string
  readonly live: boolean
}

export const machineLogicalId = (name: string): string => `${pascal(name)}Machine`
export const aliasLogicalId = (name: string): string => `${pascal(name)}LiveAlias`

/**
 * What the placeholders of one definition stand for.
 *
 * A machine calls the versions it was packaged with, so that a release ends as it began whatever is deployed meanwhile.
 * The way back is called at `live`: it must be the newest that we know, and it reads all that its forerunners wrote.
 */
export function placeholders(machine: string, functions: readonly Packaged[]): Record<string, { Ref: string }> {
  const filled: Record<string, { Ref: string }> = { ChangeMachine: ref('ChangeMachineVersion') }
  for (const one of functions) {
    const newest = one.live && (machine === 'rollback' || one.name === 'rollback')
    filled[`${pascal(one.name)}Function`] = ref(newest ? aliasLogicalId(one.name) : one.versionLogicalId)
  }
  return filled
}

/** The names in `${…}` of a definition. */
export const placeholdersIn = (definition: string): string[] =>
  [...new Set([...definition.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1]!))].sort()

/** Turns a machine's plain definition into one that CloudFormation fills in; the text itself stays as it is in the file. */
export function fillIn(template: Template, machine: string, functions: readonly Packaged[]): void {
  const properties = template.Resources[machineLogicalId(machine)]?.Properties
  const definition = properties?.['DefinitionString']
  if (properties === undefined || typeof definition !== 'string') {
    throw new Error(
      `serverless.yml gives machine "${machine}" no definition of its own, with the id ${machineLogicalId(machine)}`,
    )
  }
  const known = placeholders(machine, functions)
  const used: Record<string, { Ref: string }> = {}
  for (const name of placeholdersIn(definition)) {
    const value = known[name]
    if (value === undefined) throw new Error(`${machine}.asl.yaml names \${${name}}, which nothing fills in`)
    used[name] = value
  }
  properties['DefinitionString'] = { 'Fn::Sub': [definition, used] }
}
