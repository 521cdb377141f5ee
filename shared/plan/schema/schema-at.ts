import type * as z from 'zod'

type Schema = z.core.$ZodType
interface Def {
  readonly type: string
  readonly innerType?: Schema
  readonly in?: Schema
  readonly element?: Schema
  readonly valueType?: Schema
  readonly options?: readonly Schema[]
  readonly shape?: Readonly<Record<string, Schema>>
}
const defOf = (schema: Schema): Def => schema._zod.def as unknown as Def

/** A schema without what is wrapped around it: optional, default, transformed. Several, where it is a union. */
function plain(schema: Schema): Schema[] {
  const def = defOf(schema)
  if (def.type === 'pipe') return plain(def.in!)
  if (def.innerType !== undefined) return plain(def.innerType)
  if (def.options !== undefined) return def.options.flatMap(plain)
  return [schema]
}

/** What may stand at a place of a file: the schema itself is the one source of what is known there. */
export function schemasAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  const [key, ...rest] = path
  if (key === undefined) return [schema]
  const inner = plain(schema).flatMap((one) => {
    const { type, shape, valueType, element } = defOf(one)
    if (type === 'object') return Object.hasOwn(shape ?? {}, key) ? [shape![String(key)]!] : []
    if (type === 'record') return [valueType!]
    return type === 'array' ? [element!] : []
  })
  return inner.flatMap((one) => schemasAt(one, rest))
}

/** Keys that may stand in the map at a place, in the order of the schema. */
export const keysAt = (schema: Schema, path: readonly PropertyKey[]): string[] => [
  ...new Set(
    schemasAt(schema, path)
      .flatMap(plain)
      .flatMap((one) => Object.keys(defOf(one).shape ?? {})),
  ),
]

/** What the field at a place is for, in the words that editors show too. */
export function purposeAt(schema: Schema, path: readonly PropertyKey[]): string | undefined {
  for (const found of schemasAt(schema, path)) {
    for (let one: Schema | undefined = found; one !== undefined; one = defOf(one).innerType ?? defOf(one).in) {
      const { description } = one as z.ZodType
      if (description !== undefined) return description
    }
  }
  return undefined
}
