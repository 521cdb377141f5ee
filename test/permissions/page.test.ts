import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { permissionsPage } from '../../cli/permissions-page.ts'

it('docs/reference/permissions.md is what the roles are made of: npm run permissions writes it anew', async () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/reference/permissions.md'), 'utf8')
  expect(await permissionsPage()).toBe(written)
})
