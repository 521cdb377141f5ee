import type { Run } from '../rehearse.ts'

/** Something that is true of every run, whatever went wrong in it. One file in this folder and one line in `index.ts`. */
export interface Property {
  /** The claim, as a sentence. */
  readonly name: string
  /** What was not true, or nothing. */
  broken(run: Run): string | undefined
}
