import { existsSync, readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { WrongInput } from '../shared/errors.ts'
import { type Fault, tellFault } from '../shared/plan/fault.ts'
import { pathWords } from '../shared/plan/load.ts'

/** What a schema of zod or zod/mini answers. */
export interface Schema<T> {
  safeParse(input: unknown): { success: true; data: T } | { success: false; error: { issues: readonly Issue[] } }
}
interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly Issue[])[]
}

/** A file that was read, able to say where in it something is wrong. */
export interface YamlFile {
  readonly value: unknown
  /** Parses a part of the file; what is wrong with it is told with its line. */
  parse<T>(
    schema: Schema<T>,
    at?: readonly (string | number)[],
  ): { ok: true; value: T } | { ok: false; faults: Fault[] }
  fault(path: readonly PropertyKey[], what: string, right: string): Fault
}

/** @throws {WrongInput} there is no such file, or it is no YAML */
export function readYaml(file: string, why: string): YamlFile {
  if (!existsSync(file)) throw new WrongInput(`${file} does not exist; ${why}`)
  return yamlText(file, readFileSync(file, 'utf8'))
}

/** @throws {WrongInput} when it is no YAML */
export function yamlText(file: string, text: string): YamlFile {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const place = (path: readonly PropertyKey[]) => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true)
      if (!isNode(node) || !node.range) continue
      const { line, col } = counter.linePos(node.range[0])
      return { line, column: col }
    }
    return { line: 1, column: 1 }
  }
  const fault = (path: readonly PropertyKey[], what: string, right: string): Fault => ({
    file,
    ...place(path),
    path: pathWords(path),
    what,
    right,
  })
  if (document.errors.length > 0) {
    const broken = document.errors.map((error) => {
      const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
      const what = `this is no YAML: ${error.message.split('\n')[0]!.replace(/ at line .*$/, '')}`
      return { file, line, column: col, path: '', what, right: 'check indentation and quotes' }
    })
    throw wrong(broken)
  }
  const value: unknown = document.toJS()
  return {
    value,
    fault,
    parse(schema, at = []) {
      const parsed = schema.safeParse(at.reduce((inner: unknown, one) => (inner as never)?.[one], value))
      if (parsed.success) return { ok: true, value: parsed.data }
      const faults = parsed.error.issues
        .flatMap((issue) => meant(issue, at))
        .flatMap(({ path, message, keys }) =>
          keys === undefined
            ? [fault(path, message, '')]
            : keys.map((key) => fault([...path, key], `"${key}" is unknown`, 'take it away, or check its spelling')),
        )
      return { ok: false, faults }
    },
  }
}

/** One line per fault, each once. */
export const wrong = (faults: readonly Fault[]): WrongInput =>
  new WrongInput([...new Set(faults.map(tellFault))].join('\n'))

/** Of a union the branch that was meant: the one with the fewest faults. */
function meant(issue: Issue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || !issue.errors?.length) return [{ ...issue, path }]
  const branches = issue.errors.map((errors) => errors.flatMap((one) => meant(one, path)))
  const cost = (branch: Issue[]) => branch.reduce((sum, one) => sum + 1 + (one.keys?.length ?? 0), 0)
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best))
}
