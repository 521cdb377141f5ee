import { WrongInput } from '../../shared/errors.ts'
import { EvidenceMissing } from '../../shared/evidence/evidence-missing.ts'
import { fold } from '../../shared/evidence/fold.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { knownRelease } from '../aws/known-release.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { writeReport } from '../evidence-files.ts'
import { exitCodes } from '../exit-codes.ts'

/** Writes the report of a release, made from the ledger now; during the night it says what is known until now. */
export async function evidence(
  tidegate: Tidegate,
  release: string,
  dir: string | undefined,
  out: Out,
): Promise<number> {
  await knownRelease(tidegate, release)
  const folded = foldOrTell(release, await tidegate.ledger.everything(release))
  if (out.json && dir === undefined) {
    tellOut(out, [], folded)
    return exitCodes.released
  }
  const files = await writeReport(folded, dir ?? `.tidegate/${release}`)
  tellOut(out, [`${folded.outcome}  ${release}`, `evidence   ${files.html}`, `           ${files.json}`], {
    release,
    outcome: folded.outcome,
    evidence: files,
  })
  return exitCodes.released
}

function foldOrTell(release: string, everything: Parameters<typeof fold>[0]) {
  try {
    return fold(everything)
  } catch (error) {
    if (!(error instanceof EvidenceMissing)) throw error
    throw new WrongInput(`${release}: ${error.message}`)
  }
}
