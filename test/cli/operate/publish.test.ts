import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { publish } from '../../../cli/operate/publish.ts'
import { release } from '../../../cli/operate/release.ts'
import { emptyFolder, root } from '../tidegate.ts'
import { type Night, night } from './night.ts'

let open: Night | undefined
afterEach(() => open?.end())

/** The plan of serveml in a folder that may be changed. */
function plan(change: (text: string) => string = (text) => text, file = 'manifests/2.4.0.yaml'): string {
  const folder = join(emptyFolder(), 'serveml')
  cpSync(join(root, 'plans/serveml'), folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  return folder
}
const run = (one: Night, folder: string, more: object = {}) =>
  one.as('fay', (tidegate, out) => publish(tidegate, folder, { version: '2.4.0', ...more }, out))
const other = (text: string) => text.replaceAll(/9e07d909b4ac/g, '000000000000')
const written = ({ bench }: Night) => bench.account.s3.text(bench.home.bucket, 'plans/serveml/production/2.4.0.json')

describe('a version that is published', () => {
  it('is what a release of it then reads', async () => {
    open = await night({ published: false })
    const said = await run(open, plan())
    expect(said.text).toBe('published  s3://tidegate-plans-and-evidence/plans/serveml/production/2.4.0.json\n')
    expect(written(open)).toBe(open.scene.published)
    const wish = { version: '2.4.0', environment: 'production', waive: [] }
    await open.as('fay', (tidegate, out) => release(tidegate, 'serveml', wish, out))
    await open.until(({ table }) => table.get({ pk: 'RELEASE#serveml-2-4-0-1', sk: 'GATE#go' }) !== undefined)
  })

  it('may be published again, and is then unchanged', async () => {
    open = await night()
    expect((await run(open, plan())).text).toMatch(/^unchanged /)
  })

  it('is not published with other contents, unless somebody says so', async () => {
    open = await night()
    const changed = plan(other)
    const said = await run(open, changed)
    expect(said).toMatchObject({ code: 10 })
    expect(said.text).toMatch(
      /^2\.4\.0 is published for production with other contents; nothing was changed; .*--replace.*\n$/,
    )
    expect(written(open)).toBe(open.scene.published)
    expect((await run(open, changed, { replace: true })).text).toMatch(/^replaced /)
    expect(written(open)).not.toBe(open.scene.published)
  })

  it('for another account is wrong input: this Tidegate could not release it', async () => {
    open = await night({ published: false })
    const elsewhere = plan(
      (text) => text.replace('account: "111122223333"', 'account: "999900001111"'),
      'environments/production.yaml',
    )
    const said = await run(open, elsewhere)
    expect(said).toMatchObject({ code: 2 })
    expect(said.text).toContain('no environment of')
    expect(said.text).toContain('production is in 999900001111; nothing was published')
  })

  it('with a fault in its plan is told where, and not published', async () => {
    open = await night({ published: false })
    const said = await run(
      open,
      plan((text) => `${text}\nnonsense: 1\n`, 'plan.yaml'),
    )
    expect(said).toMatchObject({ code: 2 })
    expect(said.text).toContain('plan.yaml:')
    expect(written(open)).toBeUndefined()
  })
})
