import type * as z from 'zod'
import { nearest, suggest } from './fault.ts'
import { keysAt, purposeAt } from './schema/schema-at.ts'
import { readTold, shown } from './schema/told.ts'

type Issue = z.core.$ZodIssue
export interface Told {
  readonly path: readonly PropertyKey[]
  readonly what: string
  readonly why: string
  readonly right: string
  /** What is wrong is the key, not its value. */
  readonly isKey?: true
}

/** What a schema has against a file, one message per fault: a misspelled key is told once, not also as missing. */
export function readIssues(issues: readonly Issue[], schema: z.core.$ZodType, given: unknown): Told[] {
  const meant = issues.flatMap((issue) => branchMeant(issue))
  const unknown = meant.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  )
  const isMisspelled = ({ path, fromUnion }: Meant) => {
    const around = path.slice(0, -1)
    const absent = keysAt(schema, around).filter((key) => at(given, [...around, key]) === undefined)
    return unknown
      .filter((one) => same(one.slice(0, -1), around))
      .some((one) => fromUnion || nearest(String(one.at(-1)), absent) === path.at(-1))
  }
  const told = [
    ...unknown.map((path) => unknownKey(path, schema)),
    ...meant
      .filter(({ code }) => code !== 'unrecognized_keys')
      .filter((issue) => at(given, issue.path) !== undefined || !isMisspelled(issue))
      .map((issue) => tell(issue, schema, given)),
  ]
  const seen = new Set<string>()
  return told.filter(({ path, what }) => {
    const key = JSON.stringify([path.map(String), what])
    return !seen.has(key) && seen.add(key)
  })
}

/** In a union one key names the kind: where that is misspelled, it says nothing that the kind's own key is missing. */
type Meant = Issue & { readonly fromUnion: boolean }

/** Of a union the branch that was meant: the one with the fewest faults, and none that is of another type altogether. */
function branchMeant(issue: Issue, above: readonly PropertyKey[] = [], fromUnion = false): Meant[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path, fromUnion }]
  const branches = issue.errors.map((errors) => errors.flatMap((one) => branchMeant(one, path, true)))
  const costs = { unrecognized_keys: 2, invalid_type: 3 } as Readonly<Record<string, number>>
  const cost = (branch: readonly Issue[]) =>
    branch.reduce(
      (sum, one) => sum + (same(one.path, path) && one.code === 'invalid_type' ? 100 : (costs[one.code ?? ''] ?? 1)),
      0,
    )
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best))
}

function unknownKey(path: readonly PropertyKey[], schema: z.core.$ZodType): Told {
  const key = String(path.at(-1))
  const right = suggest(key, keysAt(schema, path.slice(0, -1)))
  return { path, what: `"${key}" is unknown`, why: 'what is unknown is never ignored', right, isKey: true }
}

function tell(issue: Issue, schema: z.core.$ZodType, given: unknown): Told {
  const { path } = issue
  const found = at(given, path)
  if (found === null && path.length === 0)
    return { path, what: 'is empty', why: 'nothing is guessed', right: 'copy one from plans/serveml' }
  if (found === undefined && path.length > 0) {
    const right = readTold(issue.message).right || wanted(issue)
    return { path, what: 'is missing', why: purposeAt(schema, path) ?? 'nothing is guessed', right }
  }
  if (issue.message.includes('\n')) return { path, ...readTold(issue.message) }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    return {
      path,
      what: `${shown(found)} is none of ${known.join(', ')}`,
      why: because(schema, path),
      right: suggest(String(found), known),
    }
  }
  return { path, what: `${shown(found)} does not fit`, why: because(schema, path), right: wanted(issue) }
}

const because = (schema: z.core.$ZodType, path: readonly PropertyKey[]): string =>
  purposeAt(schema, path) ?? 'nothing is guessed'

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}
function wanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return `write ${words[issue.expected] ?? issue.expected} here`
  if (issue.code === 'too_small')
    return `at least ${issue.minimum}${words[issue.origin] === 'a list' ? ' entries' : ''}`
  if (issue.code === 'too_big') return `at most ${issue.maximum}${words[issue.origin] === 'a list' ? ' entries' : ''}`
  if (issue.code === 'invalid_value') return `write one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'write an address: https://…'
  return 'look at the guide: docs/guides/plan.md'
}

const at = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], given)
const same = (a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean =>
  a.length === b.length && a.every((one, n) => String(one) === String(b[n]))
