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

describe('concurrency', () => {
  const reserved = (template: Template) =>
    Object.values(template.Resources)
      .filter(({ Properties }) => Properties['ReservedConcurrentExecutions'] === 5)
      .map(({ Properties }) => String(Properties['FunctionName']).replace('tidegate-production-', ''))

  it('is kept free for the way back, if a stage wants it, and for nothing else', async () => {
    expect(reserved(await packagedTemplate({ reserve: '5' })).sort()).toEqual(
      'backup close cutover deploy migrate report resume rollback verify watchdog web'.split(' '),
    )
    expect(reserved(await packagedTemplate())).toEqual([])
  })

  it('is not kept so short that it would be in the way', async () => {
    await expect(packagedTemplate({ reserve: '1' })).rejects.toThrow('reserve')
  })
})
