import type { CrossCheck } from './port.ts'

/** Parts that wait for each other would wait for ever. */
export const order: CrossCheck = ({ plan: { deploy } }) => {
  const walk = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    for (const after of deploy[name]?.after ?? []) {
      const circle = walk(after, [...path, name])
      if (circle !== undefined) return circle
    }
    return undefined
  }
  for (const name of Object.keys(deploy)) {
    const circle = walk(name, [])
    if (circle === undefined) continue
    return [
      {
        of: 'plan',
        path: ['deploy', circle[0]!, 'after'],
        what: `these wait for each other: ${circle.join(' → ')}`,
        why: 'none of them would ever begin',
        right: 'take one `after` away',
      },
    ]
  }
  return []
}
