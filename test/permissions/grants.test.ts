import { beforeAll, describe, expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import type { Asked } from '../../rehearsal/permissions/record.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { type Permissions, permissions, type Statement } from '../../shared/permissions/index.ts'
import { missing, unused } from './compare.ts'
import { home } from './home.ts'
import { askedIn, nights } from './scenes.ts'

let granted: Permissions
let asked: Asked
beforeAll(async () => {
  granted = await permissions(publishedPlans('plans'), rehearsedNames(home))
  asked = await askedIn(await nights())
}, 60_000)

describe('the roles made from plans/', () => {
  it('allow every call that any function makes, forwards, back and with every fault', async () => {
    expect(await missing(granted, asked)).toEqual([])
  })

  it('allow nothing that no call makes use of, but for what says why', async () => {
    expect(await unused(granted, asked)).toEqual([])
  })
})
