import type { Node } from '../jsonata/ast.ts'

/**
 * The names an expression reads from its context item although Step Functions gives it none: a bare `name`, `$`, `*`.
 *
 * Only the first step of a path reads the context around the path; later steps, predicates, sort terms and groupings
 * have the value before them as their context. A function's body keeps the context of where it is defined.
 */
export function topLevelReferences(root: Node): Set<string> {
  const found = new Set<string>()
  visit(root, found)
  return found
}

function visit(node: Node | undefined, found: Set<string>): void {
  if (node === undefined) return
  const { type, value } = node
  if (type === 'name') found.add(String(value))
  else if (type === 'wildcard' || type === 'descendant' || type === 'parent') {
    found.add(type === 'wildcard' ? '*' : type === 'descendant' ? '**' : '%')
  } else if (type === 'variable' && value === '') found.add('$')
  else if (type === 'path') visit(node.steps?.[0], found)
  else for (const child of childrenOf(node)) visit(child, found)
}

/** The parts of a node that are evaluated in the node's own context. */
function childrenOf(node: Node): (Node | undefined)[] {
  const { lhs, rhs, expression, expressions = [], procedure, condition, then, body } = node
  // The arguments of a lambda are its parameters, not something it reads.
  const given = node.type === 'lambda' ? [] : (node.arguments ?? [])
  const pairs = Array.isArray(lhs) ? lhs.flat() : [node.type === 'bind' ? undefined : lhs]
  return [...pairs, rhs, expression, ...expressions, procedure, ...given, condition, then, node.else, body]
}
