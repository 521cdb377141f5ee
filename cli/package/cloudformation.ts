/** As much of a template as is read or made here. */
export interface Template {
  readonly Resources: Record<string, Resource>
}
export interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}
/** A string, or what CloudFormation makes one of. */
export type Text = string | { readonly Ref: string } | { readonly 'Fn::Sub': string } | GetAtt
/** What a function is told by its environment. */
export type Variables = Readonly<Record<string, Text>>
type GetAtt = { readonly 'Fn::GetAtt': readonly [string, string] }

export const ref = (logicalId: string) => ({ Ref: logicalId })
export const sub = (text: string) => ({ 'Fn::Sub': text })
export const arnOf = (logicalId: string): GetAtt => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })

/** `approval-request` → `ApprovalRequest`, as the placeholders in statemachines/ and our own logical ids have it. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
