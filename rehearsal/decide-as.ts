import type { Told } from '../shared/gates/decide.ts'
import { toSign } from '../shared/proof/proof.ts'
import type { Bench } from './bench.ts'
import type { Ended } from './functions.ts'

export const userArn = ({ home }: Pick<Bench, 'home'>, person: string): string =>
  `arn:aws:iam::${home.account}:user/${person}`

/** Decides as `tidegate approve` and the like do: with a proof, through the function that asks STS whose it is. */
export function decideAs(bench: Bench, person: string, told: Told, ended: (how: Ended) => void = () => {}): void {
  const proof = bench.account.sts.sign(userArn(bench, person), toSign(bench.home, told))
  bench.functions.invoke('approval-decide', { ...told, proof }, ended)
}
