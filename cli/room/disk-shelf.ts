import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Evidence } from '../../shared/evidence/evidence.ts'
import { newestFirst } from '../../web/room/ledger-shelf.ts'
import type { Shelf } from '../../web/room/shelf.ts'

/** Folder and evidence of rehearsals: their ids are the names of their folders, so that two nights of one release differ. */
export const diskShelf = (folder: string): Shelf => ({
  about: 'Rehearsals on this machine: no user met any of them.',
  async list() {
    const names = existsSync(folder) ? readdirSync(folder) : []
    const shelved = names.flatMap((id) => {
      const evidence = read(folder, id)
      return evidence === undefined ? [] : [{ id, evidence }]
    })
    return { shelved: newestFirst(shelved), left: 0 }
  },
  find: async (id) => read(folder, id),
})

function read(folder: string, id: string): Evidence | undefined {
  // An id comes from an address: it is a name in the folder, or nothing.
  if (!/^\w[\w.-]*$/.test(id)) return undefined
  const file = join(folder, id, 'evidence.json')
  if (!existsSync(file)) return undefined
  try {
    const parsed = Evidence.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    // Half written, or of another program: not a rehearsal's evidence.
    return undefined
  }
}
