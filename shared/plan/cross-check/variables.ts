import { suggest } from '../fault.ts'
import type { CrossCheck, Crossed } from './port.ts'

const inEnvironment = ['digest', 'side', 'side.address']

/** A variable that nobody fills in would be taken literally. */
export const variables: CrossCheck = ({ environment }) => {
  const faults: Crossed[] = []
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === 'string') {
      for (const [whole, name = ''] of value.matchAll(/\$\{([^}]*)\}/g)) {
        const may = path[0] === 'tasks' ? inEnvironment.slice(1) : inEnvironment.slice(0, 1)
        if (may.includes(name)) continue
        faults.push({
          of: 'environment',
          path,
          what: `${whole} is unknown here`,
          why: 'it would be taken literally',
          right: suggest(name, may),
        })
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) walk(one, [...path, Array.isArray(value) ? Number(key) : key])
    }
  }
  walk(environment, [])
  return faults
}
