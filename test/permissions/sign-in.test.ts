import { expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import { type Asked, recordAsks } from '../../rehearsal/permissions/record.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { fold } from '../../shared/evidence/fold.ts'
import { ledger } from '../../shared/ledger/index.ts'
import { permissions } from '../../shared/permissions/index.ts'
import { id } from '../stories/at-the-gate.ts'
import { issuerHere } from '../web/issuer.ts'
import { gateWithSignIn } from '../web/signed-in.ts'
import { missing, unused } from './compare.ts'

it('web may do what people do who have signed in, and nothing besides; without a sign-in it knows no people', async () => {
  const issuer = await issuerHere()
  const { night, world, browser } = await gateWithSignIn(issuer)
  const asked: Asked = new Map()
  recordAsks(night.bench, asked)
  const evidence = fold(await ledger(world.store).everything(id), world.now())
  const kept = JSON.stringify({ ...evidence, release: 'serveml-2-3-1-1', outcome: 'released' })
  night.bench.account.s3.seed(world.home.bucket, 'evidence/serveml/production/serveml-2-3-1-1.json', kept)
  const ana = browser()
  const link = `/s/${night.token('ana')}`
  await ana.signIn(link)
  const list = await ana.ask('/')
  expect(list.page).toContain('serveml-2-3-1-1')
  expect((await ana.send(link, { say: 'sign', typed: 'serveml 2.4.0' })).status).toBe(303)
  await issuer.close()
  night.end()

  const own: Asked = new Map([['web', asked.get('web')!]])
  const names = rehearsedNames(night.bench.home)
  const plans = publishedPlans('plans')
  const { functions } = await permissions(plans, names)
  expect(await missing({ web: functions.web }, own)).toEqual([])
  expect(await unused({ web: functions.web }, own)).toEqual([])
  const others = Object.entries(functions).filter(([name]) => name !== 'web')
  expect(JSON.stringify(others)).not.toContain(names.loginSecret)
  const { loginSecret: _loginSecret, ...noSignIn } = names
  const without = (await permissions(plans, noSignIn)).functions.web.flatMap(({ Action }) => Action)
  expect(without.filter((action) => /^(s3|secretsmanager):/.test(action))).toEqual([])
})
