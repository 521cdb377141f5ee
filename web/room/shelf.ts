import type { Evidence } from '../../shared/evidence/evidence.ts'

/** One release on the shelf. Rehearsals of the same release are different entries. */
export interface Shelved {
  /** Its name in addresses. */
  readonly id: string
  readonly evidence: Evidence
}

/** Where the room finds releases: the ledger and the bucket, or the folder of rehearsals. */
export interface Shelf {
  /** What stands on it, in a line for people. */
  readonly about: string
  /** Newest first; `left` says how many older ones are not listed. */
  list(): Promise<{ readonly shelved: readonly Shelved[]; readonly left: number }>
  /** One release as it is now; undefined when there is none of that name. */
  find(id: string): Promise<Evidence | undefined>
}
