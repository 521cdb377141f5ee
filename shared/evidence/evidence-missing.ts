import { Stuck } from '../errors.ts'

/** The ledger contradicts itself, so no report of it can be true: a person looks, and Close does not end it silently. */
export class EvidenceMissing extends Stuck {
  override readonly name = 'EvidenceMissing'
  readonly contradictions: readonly string[]
  constructor(release: string, contradictions: readonly string[]) {
    super(
      `the ledger of release ${release} contradicts itself: ${contradictions.join('; ')}; no evidence was written; ` +
        `look at what is named, put it right, then run Close again`,
    )
    this.contradictions = contradictions
  }
}
