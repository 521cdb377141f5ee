import { WrongInput } from '../../shared/errors.ts'
import { type Dora, doraOf } from '../../shared/evidence/dora.ts'
import { durationWords } from '../../shared/evidence/duration-words.ts'
import { keptReport, keptReports } from '../../shared/evidence/kept.ts'
import { type Out, tellOut } from '../aws/command.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'

const dayMs = 86_400_000

/** The four keys of a system's delivery over the last days, from the evidence in the bucket. */
export async function figures(
  { world }: Tidegate,
  system: string,
  { environment, days }: { readonly environment: string; readonly days: number },
  out: Out,
): Promise<number> {
  const within = `${system}/${environment}/`
  const to = world.now()
  const evidences = await Promise.all((await keptReports(world, within)).map((one) => keptReport(world, one)))
  if (evidences.length === 0) {
    throw new WrongInput(
      `${system}: no release to ${environment} has left evidence under evidence/${within}; nothing was counted`,
    )
  }
  const dora = doraOf(evidences, to - days * dayMs, to)
  tellOut(out, told(system, environment, days, dora), { system, environment, days, ...dora })
  return exitCodes.released
}

const told = (system: string, environment: string, days: number, dora: Dora): string[] => [
  `${system} in ${environment}, the last ${days} days`,
  `  releases             ${dora.releases}, of which ${dora.released} were kept`,
  `  deployment frequency ${dora.perWeek.toFixed(1)} a week`,
  `  change failure rate  ${dora.changeFailureShare === undefined ? 'nothing was changed' : `${Math.round(dora.changeFailureShare * 100)} %`}`,
  `  time to restore      ${dora.restoreSeconds === undefined ? 'no user met a change that failed' : `${durationWords(dora.restoreSeconds)} (median)`}`,
  `  lead time            ${dora.leadTime === 'unknown' ? 'unknown: no manifest says when its first commit was made (committed)' : `${durationWords(dora.leadTime)} (median, from the first commit to all users)`}`,
]
