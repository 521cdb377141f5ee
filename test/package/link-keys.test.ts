import { describe, expect, it } from 'vitest'
import { linkKeysEnvironment, withLinkKeys } from '../../cli/package/link-keys.ts'
import { packagedPermissions, stageNames } from '../../cli/permissions.ts'

const fresh = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-4111-8111-111111111111'
const environment = (linkKeys: readonly string[]) => linkKeysEnvironment({ linkKeys })['TIDEGATE_LINK_KEYS']
const granted = async (linkKeys: readonly string[]) => {
  const { functions } = await packagedPermissions(withLinkKeys(stageNames('production'), { linkKeys }))
  const keysOf = (name: 'approval-request' | 'web') =>
    functions[name].filter(({ Action }) => Action.some((one) => one.startsWith('kms:'))).flatMap((one) => one.Resource)
  return { makes: keysOf('approval-request'), verifies: keysOf('web') }
}

describe('keys of links', () => {
  it('are the stack’s own, which one function signs with and another verifies', async () => {
    expect(environment([])).toBeUndefined()
    expect(environment(['own'])).toBeUndefined()
    expect(await granted([])).toEqual({ makes: ['${LinkKey.Arn}'], verifies: ['${LinkKey.Arn}'] })
  })

  it('are changed with overlap: the new one signs, links of both are good', async () => {
    expect(environment([fresh, 'own'])).toEqual({ 'Fn::Sub': `${fresh},\${LinkKey.Arn}` })
    const { makes, verifies } = await granted([fresh, 'own'])
    expect(makes).toEqual([fresh])
    expect(verifies.toSorted()).toEqual(['${LinkKey.Arn}', fresh].toSorted())
  })
})
