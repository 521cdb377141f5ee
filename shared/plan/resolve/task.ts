import type { Json } from '../../ledger/store.ts'
import type { Resolving } from './resolving.ts'

/** A task of the environment as its kind's target, with the image of this release and the side that it is to look at. */
export function resolveTask(
  { published: { plan, environment }, sides, digest }: Resolving,
  name: string,
  comeBack: 'undo' | 'stays' | 'asks',
): { target: Json; usual: { usualSeconds: number } | undefined } {
  const { artifact, command, back, usual, ...entry } = environment.tasks[name]!
  const address = environment.targets[plan.sides[sides.next]?.target ?? '']?.address ?? sides.next
  const filled = (words: readonly string[]) =>
    words.map((word) => word.replaceAll('${side.address}', address).replaceAll('${side}', sides.next))
  const target = {
    ...entry,
    command: filled(command),
    ...(back !== undefined && { back: filled(back) }),
    digest: digest(artifact),
    comeBack,
  }
  return { target: target as unknown as Json, usual: usual === undefined ? undefined : { usualSeconds: usual } }
}
