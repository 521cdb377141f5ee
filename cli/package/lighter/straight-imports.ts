import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { PluginBuild } from 'esbuild'

/**
 * Points each import of an AWS package at the file that declares the name, past the lists of re-exports in between.
 *
 * esbuild divides code by whole files: whoever imports one name of `@aws-sdk/core/protocols` gets into its own start all
 * that list leads to and anybody else uses. So a function that speaks JSON to DynamoDB would read, at each start, the XML of
 * Route 53 that only a kind needs. Packages with side effects are left alone.
 */
export function straightImports(build: PluginBuild): (text: string, path: string) => Promise<string> {
  const ways = new Ways(build)
  return (text, path) => {
    const known = done.get(path) ?? straight(text, path, ways)
    done.set(path, known)
    return known
  }
}

/** Fifteen functions are bundled from the same files, which do not change meanwhile. */
const done = new Map<string, Promise<string>>()

async function straight(text: string, path: string, ways: Ways): Promise<string> {
  if (!mentionsAws.test(text)) return text
  const made = await straightened(text, path, ways)
  // A few lists declare something too. Nobody comes through them for the rest any more, or the build says so.
  return isList.test(path) && declares.test(text) ? made.replaceAll(passingOn, '') : made
}

const isList = /\/node_modules\/@(?:aws-sdk|smithy)\/.*\/index\.js$/
const declares = /^export (?:const|class|function) /m
const passingOn = /^export (?:\{[^}]*\}|\*) from (?:"[^"]+"|'[^']+');?$/gm

const awsPackage = /^@(?:aws-sdk|smithy)\//
const mentionsAws = /from ["'](?:@(?:aws-sdk|smithy)\/|\.)/
const inAwsPackage = /\/node_modules\/@(?:aws-sdk|smithy)\//
const namedImport = /^(import) \{([^}]*)\} from (["'])([^"']+)\3;?$/gm
const named = /^(import|export) \{([^}]*)\} from (["'])([^"']+)\3;?$/gm

async function straightened(text: string, path: string, ways: Ways): Promise<string> {
  const ours = !inAwsPackage.test(path)
  const found = [...text.matchAll(named)].filter(([, , , , from]) =>
    ours ? awsPackage.test(from!) : awsPackage.test(from!) || from!.startsWith('.'),
  )
  let made = text
  for (const [statement, verb, names, , from] of found) {
    const lines = await Promise.all(
      pairs(names!).map(async ({ name, as }) => {
        const declared = await ways.follow(from!, name, path)
        return `${verb} { ${declared.name} as ${as} } from ${JSON.stringify(declared.file ?? from)};`
      }),
    )
    made = made.replace(statement, () => lines.join(' '))
  }
  return made
}

interface Declared {
  readonly name: string
  /** Absent when nothing is known of it: the import stays as it was. */
  readonly file?: string
}

/** Where names come from; every list is read once a build. */
class Ways {
  readonly #build: PluginBuild
  readonly #resolved = new Map<string, Promise<string | undefined>>()
  readonly #lists = new Map<string, List>()

  constructor(build: PluginBuild) {
    this.#build = build
  }

  async follow(from: string, name: string, importer: string): Promise<Declared> {
    const file = await this.#resolve(from, importer)
    return file === undefined ? { name } : ((await this.#declared(file, name)) ?? { name })
  }

  async #declared(file: string, name: string): Promise<Declared | undefined> {
    if (!inAwsPackage.test(file)) return undefined
    const list = this.#list(file)
    const passedOn = list.named.get(name)
    if (passedOn !== undefined) {
      const next = await this.#resolve(passedOn.from, file)
      return next === undefined ? undefined : this.#declared(next, passedOn.name)
    }
    if (list.own.has(name)) return { name, file }
    for (const from of list.all) {
      const next = await this.#resolve(from, file)
      const found = next === undefined ? undefined : await this.#declared(next, name)
      if (found !== undefined) return found
    }
    return undefined
  }

  #list(file: string): List {
    const known = this.#lists.get(file) ?? readList(readFileSync(file, 'utf8'))
    this.#lists.set(file, known)
    return known
  }

  #resolve(from: string, importer: string): Promise<string | undefined> {
    const resolveDir = dirname(importer)
    const key = `${resolveDir} ${from}`
    const known = this.#resolved.get(key) ?? this.#ask(from, resolveDir)
    this.#resolved.set(key, known)
    return known
  }

  async #ask(from: string, resolveDir: string): Promise<string | undefined> {
    const { path, external, errors, sideEffects } = await this.#build.resolve(from, {
      kind: 'import-statement',
      resolveDir,
    })
    return errors.length > 0 || external || sideEffects ? undefined : path
  }
}

interface List {
  /** Exported under a name, declared in another file. */
  readonly named: ReadonlyMap<string, { readonly name: string; readonly from: string }>
  /** `export *`. */
  readonly all: readonly string[]
  /** Declared in this file. */
  readonly own: ReadonlySet<string>
}

/** The exports of one ES module as TypeScript writes them. */
function readList(text: string): List {
  const named = new Map<string, { name: string; from: string }>()
  const own = new Set<string>()
  const imported = new Map<string, { name: string; from: string }>()
  for (const [, , names, , from] of text.matchAll(namedImport)) {
    for (const { name, as } of pairs(names!)) imported.set(as, { name, from: from! })
  }
  for (const [, names, , from] of text.matchAll(/^export \{([^}]*)\}(?: from (["'])([^"']+)\2)?;?$/gm)) {
    for (const { name, as } of pairs(names!)) {
      const passedOn = from === undefined ? imported.get(name) : { name, from }
      if (passedOn === undefined) own.add(as)
      else named.set(as, passedOn)
    }
  }
  for (const [, name] of text.matchAll(/^export (?:async )?(?:const|let|var|class|function\*?) (\w+)/gm)) own.add(name!)
  const all = [...text.matchAll(/^export \* from (["'])([^"']+)\1;?$/gm)].map((match) => match[2]!)
  return { named, all, own }
}

/** `a, b as c, type D` without the types. */
const pairs = (names: string): { name: string; as: string }[] =>
  names
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => {
      const [name, as = name] = one.split(/\s+as\s+/) as [string, string?]
      return { name, as }
    })
