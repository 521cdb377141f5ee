/** A right that a function has and that no rehearsal of the set makes use of; each with its reason. */
interface NotRehearsed {
  readonly functions: readonly string[]
  readonly actions: readonly string[]
  readonly on?: RegExp
  readonly why: string
}

export const notRehearsed: readonly NotRehearsed[] = []
