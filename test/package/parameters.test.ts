import { beforeAll, describe, expect, it } from 'vitest'
import type { Template } from '../../cli/package/cloudformation.ts'
import { packagedTemplate } from './stack.ts'

const versionOf = (template: Template, name: string) =>
  Object.keys(template.Resources).find((one) => one.startsWith(`${name}LambdaVersion`))

describe('a parameter that functions are told', () => {
  let plain: Template
  let named: Template
  beforeAll(async () => {
    ;[plain, named] = await Promise.all([packagedTemplate(), packagedTemplate({ domain: 'tidegate.example' })])
  })

  it('makes a new version of the same code, or aliases and machines would go on with the old value', () => {
    const told = named.Resources['WebLambdaFunction']!.Properties['Environment'] as { Variables: object }
    expect(told.Variables).toMatchObject({ TIDEGATE_PAGES: 'https://tidegate.example' })
    for (const name of ['Web', 'Rollback', 'Admit']) {
      expect(versionOf(named, name), name).toBeDefined()
      expect(versionOf(named, name), name).not.toBe(versionOf(plain, name))
    }
  })
})
