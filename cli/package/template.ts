import { readFileSync } from 'node:fs'
import type { Template } from './cloudformation.ts'

export const readTemplate = (file: string): Template => JSON.parse(readFileSync(file, 'utf8')) as Template

export interface PackagedMachine {
  /** `release`, as in statemachines/. */
  readonly name: string
  readonly definition: string
  readonly filledIn: Readonly<Record<string, { readonly Ref: string }>>
}

/** The state machines of a packaged template, with what fills in their placeholders. */
export function machinesOf(template: Template): PackagedMachine[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
    .map(([logicalId, { Properties }]) => {
      const { 'Fn::Sub': sub } = Properties['DefinitionString'] as { 'Fn::Sub': [string, PackagedMachine['filledIn']] }
      return { name: logicalId.replace(/Machine$/, '').toLowerCase(), definition: sub[0], filledIn: sub[1] }
    })
}
