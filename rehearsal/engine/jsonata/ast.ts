/** A node of the library's syntax tree, as far as we read it. */
export interface Node {
  type: string
  value?: unknown
  position?: number
  steps?: Node[]
  stages?: unknown[]
  predicate?: unknown[]
  group?: unknown
  keepArray?: boolean
  keepSingletonArray?: boolean
  tuple?: unknown
  focus?: unknown
  index?: unknown
  nextFunction?: unknown
  consarray?: boolean
  lhs?: Node | Node[][]
  rhs?: Node
  expression?: Node
  expressions?: Node[]
  procedure?: Node
  arguments?: Node[]
  condition?: Node
  then?: Node
  else?: Node
  body?: Node
}

/** Calls back for every node of a tree, parents first. */
export function walk(root: unknown, visit: (node: Node) => void, seen: Set<unknown> = new Set()): void {
  if (typeof root !== 'object' || root === null || seen.has(root)) return
  seen.add(root)
  if (!Array.isArray(root) && typeof (root as Node).type === 'string') visit(root as Node)
  for (const child of Object.values(root)) walk(child, visit, seen)
}
