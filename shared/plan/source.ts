import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import type { Fault } from './fault.ts'
import { readIssues } from './issues.ts'
import { pathWords } from './path-words.ts'

export interface SourceFile {
  readonly file: string
  readonly text: string
}

/** A file as its schema reads it, able to say where in it something stands. */
export interface Source<T> {
  readonly value: T | undefined
  readonly faults: readonly Fault[]
  fault(path: readonly PropertyKey[], parts: { what: string; why: string; right: string }): Fault
}

/** Reads one YAML file strictly. */
export function readSource<T>({ file, text }: SourceFile, schema: z.core.$ZodType<T>): Source<T> {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  // Something that is missing is told where it would have to stand: at the nearest thing around it.
  const at = (path: readonly PropertyKey[]) => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true)
      if (!isNode(node) || !node.range) continue
      const { line, col } = counter.linePos(node.range[0])
      return { line, column: col }
    }
    return { line: 1, column: 1 }
  }
  /** Of a key that nobody knows the key itself is shown: its value may begin lines below. */
  const atKey = (path: readonly PropertyKey[]) => {
    const around = document.getIn(path.slice(0, -1), true)
    const key =
      isMap(around) && around.items.find((item) => isScalar(item.key) && String(item.key.value) === path.at(-1))
    if (!key || !isNode(key.key) || !key.key.range) return at(path)
    const { line, col } = counter.linePos(key.key.range[0])
    return { line, column: col }
  }
  const fault: Source<T>['fault'] = (path, parts) => ({ file, ...at(path), path: pathWords(path), ...parts })
  // What follows the first is mostly its consequence.
  const broken = document.errors.slice(0, 1).map((error): Fault => {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
    const what = `this is no YAML: ${error.message.split('\n')[0]!.replace(/ at line .*$/, '')}`
    return {
      file,
      line,
      column: col,
      path: '',
      what,
      why: 'nothing of it can be read',
      right: 'check indentation, quotes and keys that stand twice',
    }
  })
  if (broken.length > 0) return { value: undefined, faults: broken, fault }
  const given: unknown = document.toJS()
  const parsed = z.safeParse(schema, given)
  if (parsed.success) return { value: parsed.data, faults: [], fault }
  const faults = readIssues(parsed.error.issues, schema, given).map(({ path, isKey, ...parts }) => ({
    ...fault(path, parts),
    ...(isKey && atKey(path)),
  }))
  return { value: undefined, faults, fault }
}
