import { writeFileSync } from 'node:fs'
import * as z from 'zod'
import { AuthorPlan } from '../shared/plan/schema/plan.ts'

export const schemaFile = 'docs/reference/plan.schema.json'

/** What editors complete a plan by: made from the very schema that reads it. */
export const planSchema = (): string =>
  `${JSON.stringify({ title: 'A Tidegate plan', ...z.toJSONSchema(AuthorPlan, { io: 'input' }) }, null, 2)}\n`

if (import.meta.main) {
  writeFileSync(schemaFile, planSchema())
  process.stdout.write(`wrote ${schemaFile}\n`)
}
