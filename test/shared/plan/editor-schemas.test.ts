import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { editorSchemas } from '../../../cli/schema.ts'
import { sources } from './files.ts'

const [plan, environment, manifest] = editorSchemas().map(({ text }) => z.fromJSONSchema(JSON.parse(text)))

describe('what editors complete plans by', () => {
  it.each(editorSchemas().map(({ file, text }) => [file, text]))(
    '%s is made from the schema that reads them',
    (file, text) => {
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )
  it.each([
    ['serveml', '2.4.0'],
    ['serveml', '2.4.1'],
    ['serveml-launch', '1.0.0'],
  ])('takes %s %s', (system, version) => {
    const all = sources(system, version)
    expect(plan!.safeParse(parse(all.plan.text)).error).toBeUndefined()
    expect(environment!.safeParse(parse(all.environment.text)).error).toBeUndefined()
    expect(manifest!.safeParse(parse(all.manifest.text)).error).toBeUndefined()
  })
  it('refuses what Tidegate refuses', () => {
    const { system: _, ...rest } = parse(sources().plan.text)
    expect(plan!.safeParse(rest).success).toBe(false)
    expect(plan!.safeParse({ ...rest, system: 'serveml', bakes: '24h' }).success).toBe(false)
    expect(manifest!.safeParse({ version: '2.4.0', artifacts: { web: 'latest' } }).success).toBe(false)
  })
  it('is named in the first line of every file', () => {
    for (const { text } of Object.values(sources()))
      expect(text).toMatch(/^# yaml-language-server: \$schema=(\.\.\/)+docs\/reference\/\w+\.schema\.json\n/)
  })
})
