import type { Need } from './plan-needs.ts'

/** A statement as IAM tells it back: one value or many. */
export interface Told {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } }
}

const many = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === 'string' ? [one] : one

/**
 * The resources of a need that no statement allows; none when all is well.
 *
 * Not IAM's whole evaluation: statements that name what they do not mean (`NotAction`, `NotResource`) allow nothing
 * here, and a Deny counts whatever its condition, so that this answer is never better than AWS's own about a policy.
 */
export function refused(need: Pick<Need, 'action' | 'resources' | 'when'>, policy: readonly Told[]): string[] {
  const about = policy.filter(({ Action }) => many(Action).some((one) => matches(one, need.action, true)))
  return need.resources.filter((resource) => {
    const on = about.filter(({ Resource }) => many(Resource).some((one) => matches(one, resource)))
    if (on.some(({ Effect }) => Effect === 'Deny')) return true
    return !on.some((one) => one.Effect === 'Allow' && meets(need.when, one.Condition))
  })
}

/** A pattern of the need is allowed by a pattern that is as wide or wider. */
function matches(pattern: string, text: string, anyCase = false): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, anyCase ? 'is' : 's').test(text)
}

/** Whatever a statement demands is what the call will bring along, as the kind says it. */
function meets(when: Need['when'], condition: Told['Condition'] = {}): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, allowed]) => {
      const brought = when?.[operator]?.[key]
      return brought?.every((value) => many(allowed).includes(value)) ?? false
    }),
  )
}
