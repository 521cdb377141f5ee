import type { Json } from '../../../../shared/ledger/store.ts'
import type { ActionStage } from '../../../contracts/action.ts'
import { FakeAws, type FakeService } from '../fakes/world.ts'

/** ServeML as it stands before a release, one stage per kind, with a target that fits it. */
export type Stage<Services> = ActionStage & { readonly aws: FakeAws } & Services

export function stage<S extends object>(
  services: S & { [name: string]: FakeService },
  more: Pick<ActionStage, 'state' | 'settle' | 'foreign'>,
) {
  const aws = new FakeAws(...Object.values<FakeService>(services))
  const common = {
    aws,
    world: aws.world,
    loseAnswerOfWrite: (n: number) => aws.loseAnswerOfWrite(n),
    writes: () => aws.writes().length,
  }
  return { ...services, ...common, ...more } as Stage<S>
}

export const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json
