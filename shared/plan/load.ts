import { isNode, LineCounter, parseDocument } from 'yaml'
import type * as z from 'zod'
import { crossCheck } from './cross-check.ts'
import { type Fault, nearest } from './fault.ts'
import { knownKeys } from './known-keys.ts'
import { Environment, Manifest } from './schema/environment.ts'
import { AuthorPlan } from './schema/plan.ts'

export interface SourceFile {
  readonly file: string
  readonly text: string
}
export interface Sources {
  readonly plan: SourceFile
  readonly environment: SourceFile
  readonly manifest: SourceFile
}
export interface Loaded {
  readonly plan: AuthorPlan
  readonly environment: Environment
  readonly manifest: Manifest
}

/** Reads the three files of a release strictly. Pure: texts in, one message per fault out; nothing is guessed. */
export function loadPlan(sources: Sources): { ok: true; loaded: Loaded } | { ok: false; faults: Fault[] } {
  const plan = readOne(sources.plan, AuthorPlan)
  const environment = readOne(sources.environment, Environment)
  const manifest = readOne(sources.manifest, Manifest)
  const faults = [plan, environment, manifest].flatMap((one) => one.faults)
  if (faults.length > 0 || !plan.value || !environment.value || !manifest.value) return { ok: false, faults }
  const loaded = { plan: plan.value, environment: environment.value, manifest: manifest.value }
  const crossed = crossCheck(loaded).map(({ of, path, what, right }) => {
    const at = { plan, environment, manifest }[of].at(path)
    return { file: sources[of].file, ...at, path: pathWords(path), what, right }
  })
  return crossed.length > 0 ? { ok: false, faults: crossed } : { ok: true, loaded }
}

interface Read<T> {
  readonly value: T | undefined
  readonly faults: Fault[]
  at(path: readonly PropertyKey[]): { line: number; column: number }
}

function readOne<T>({ file, text }: SourceFile, schema: z.ZodType<T>): Read<T> {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const at = (path: readonly PropertyKey[]) => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true)
      if (!isNode(node) || !node.range) continue
      const { line, col } = counter.linePos(node.range[0])
      return { line, column: col }
    }
    return { line: 1, column: 1 }
  }
  const broken = document.errors.map((error): Fault => {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
    const what = error.message.split('\n')[0]!.replace(/ at line .*$/, '')
    return {
      file,
      line,
      column: col,
      path: '',
      what: `this is no YAML: ${what}`,
      right: 'check indentation and quotes',
    }
  })
  if (broken.length > 0) return { value: undefined, faults: broken, at }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return { value: parsed.data, faults: [], at }
  const faults = parsed.error.issues
    .flatMap((issue) => deepest(issue))
    .flatMap((issue) => asFaults(file, issue, at, document.hasIn(issue.path as string[])))
  return { value: undefined, faults: unique(faults), at }
}

type Issue = z.core.$ZodIssue

/**
 * Of a union the branch that was meant: the one that names the same kind, which is the one with the fewest unknown keys
 * and the fewest faults.
 */
function deepest(issue: Issue, above: readonly PropertyKey[] = []): Issue[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path }]
  const branches = issue.errors.map((errors) => errors.flatMap((one) => deepest(one, path)))
  const cost = (branch: Issue[]) =>
    branch.reduce(
      (sum, one) => sum + (one.code === 'unrecognized_keys' ? 2 * one.keys.length : isMissing(one) ? 3 : 1),
      0,
    )
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best))
}

const isMissing = (issue: Issue): boolean => issue.code === 'invalid_type' && issue.input === undefined

function asFaults(file: string, issue: Issue, at: Read<unknown>['at'], isThere: boolean): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      const known = knownKeys(file, issue.path)
      const near = nearest(key, known)
      const right = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`
      const what = `"${key}" is unknown, and what is unknown is never ignored`
      return { file, ...at(path), path: pathWords(path), what, right }
    })
  }
  const missing = issue.code === 'invalid_type' && !isThere
  const hint = /^Invalid input/.test(issue.message) ? `write ${expected(issue)} here` : issue.message
  const told = missing ? { what: 'is missing', right: hint } : { what: issue.message, right: '' }
  return [{ file, ...at(issue.path), path: pathWords(issue.path), ...told }]
}

const expected = (issue: Issue): string => (issue.code === 'invalid_type' ? `a ${issue.expected}` : 'something')

export const pathWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, one) => (typeof one === 'number' ? `${text}[${one}]` : text === '' ? String(one) : `${text}.${String(one)}`),
    '',
  )

function unique(faults: Fault[]): Fault[] {
  const seen = new Set<string>()
  return faults.filter((fault) => {
    const key = `${fault.path} ${fault.what}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
