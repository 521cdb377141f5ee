import { writeFileSync } from 'node:fs'
import * as z from 'zod'
import { Directory } from '../shared/people/directory.ts'
import { Environment } from '../shared/plan/schema/environment.ts'
import { Manifest } from '../shared/plan/schema/manifest.ts'
import { AuthorPlan } from '../shared/plan/schema/plan.ts'

const files = {
  'docs/reference/plan.schema.json': { title: 'A Tidegate plan', schema: AuthorPlan },
  'docs/reference/environment.schema.json': { title: 'An environment of a Tidegate plan', schema: Environment },
  'docs/reference/manifest.schema.json': { title: 'The digests of one version', schema: Manifest },
  'docs/reference/people.schema.json': { title: 'The people at the gates', schema: Directory },
} as const

/** What editors complete plans by, file by file: made from the very schemas that read them. */
export const editorSchemas = (): { file: string; text: string }[] =>
  Object.entries(files).map(([file, { title, schema }]) => ({
    file,
    text: `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
  }))

if (import.meta.main) {
  for (const { file, text } of editorSchemas()) {
    writeFileSync(file, text)
    process.stdout.write(`wrote ${file}\n`)
  }
}
