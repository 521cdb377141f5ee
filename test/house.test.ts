import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const rooms = ['shared', 'functions', 'rehearsal', 'cli', 'web'] as const
type Room = (typeof rooms)[number]

/** Who may import whom; a room may always import itself. */
const doors: Readonly<Record<Room, readonly Room[]>> = {
  shared: [],
  functions: ['shared'],
  web: ['shared'],
  rehearsal: ['functions', 'shared'],
  cli: ['rehearsal', 'shared', 'functions', 'web'],
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const files = rooms.flatMap((room) => sources(join(root, room)).map((file) => ({ room, file })))
const name = (file: string) => relative(root, file).split(sep).join('/')

/** What a file imports to run, statically or on demand; types are gone by then. */
const imports = (text: string): string[] =>
  [...text.replaceAll(/^import type .*$/gm, '').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1]!,
  )

/** Code without comments and strings, so that a word in prose is no offence. */
const code = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")

describe('the house', () => {
  it('has files in every room', () => {
    for (const room of rooms) expect(files.some((file) => file.room === room)).toBe(true)
  })

  it.each(files.map(({ room, file }) => [name(file), room, file] as const))(
    'keeps the doors: %s',
    (_name, room, file) => {
      for (const imported of imports(readFileSync(file, 'utf8'))) {
        if (!imported.startsWith('.')) continue
        const [to] = relative(root, join(file, '..', imported)).split(sep)
        // The pages are a function too, and the only one that has them.
        if (name(file) === 'functions/web.ts' && to === 'web') continue
        expect(to === room || doors[room].includes(to as Room), `${name(file)} imports ${imported}`).toBe(true)
      }
    },
  )

  it('lets only shared/world.ts touch time, chance and the network', () => {
    const forbidden =
      /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|randomUUID|getBuiltinModule|fetch)\b\s*\(?/
    const sockets = /^node:(net|tls|dgram|dns|http|https|dns\/promises|timers.*)$/
    for (const { room, file } of files) {
      if (name(file) === 'shared/world.ts' || room === 'cli') continue
      // Options for sockets that world.ts opens are put together there, and need to know what an IP address is.
      const text = readFileSync(file, 'utf8')
      const plain = name(file).startsWith('shared/network/')
        ? code(text).replaceAll('getBuiltinModule', '')
        : code(text)
      // A library may be given our own door in place of its `fetch`: that is no use of the network but the contrary.
      const found = forbidden.exec(plain.replaceAll(/\bfetch: through\(world\)/g, ''))
      expect(found?.[0], `${name(file)} uses ${found?.[0]}`).toBeUndefined()
      for (const imported of imports(text))
        expect(sockets.test(imported), `${name(file)} imports ${imported}`).toBe(false)
    }
  })

  it('constructs AWS clients in shared/world.ts only, and in the rehearsal that stands in for it', () => {
    for (const { file } of files) {
      if (name(file) === 'shared/world.ts' || name(file) === 'rehearsal/clients.ts') continue
      const found = /new \w+Client\(/.exec(code(readFileSync(file, 'utf8')))
      expect(found?.[0], `${name(file)} constructs a client`).toBeUndefined()
    }
  })

  it('keeps kinds from importing their siblings', () => {
    for (const folder of ['shared/actions', 'shared/checks', 'rehearsal/faults', 'rehearsal/properties']) {
      const index = readFileSync(join(root, folder, 'index.ts'), 'utf8')
      const kinds = new Set(imports(index).filter((one) => one.startsWith('./') && one !== './port.ts'))
      for (const kind of kinds) {
        const text = readFileSync(join(root, folder, kind), 'utf8')
        const siblings = imports(text).filter((one) => kinds.has(one) && one !== './journalled.ts')
        expect(siblings, `${folder}/${kind}`).toEqual([])
      }
    }
  })

  it('has no file over 400 lines, and half of them under 80', () => {
    const lengths = files.map(({ file }) => ({
      file: name(file),
      lines: readFileSync(file, 'utf8').split('\n').length,
    }))
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([])
    const middle = lengths.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(lengths.length / 2)]!
    expect(middle).toBeLessThanOrEqual(80)
  })
})
