import { ledger as open } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { SignRequest } from '../../shared/proof/proof.ts'
import type { World } from '../../shared/world.ts'
import { type Identity, readIdentity } from './identity.ts'
import { readStack, type Stack } from './stack.ts'

/** The World of a person: besides all else it signs with their credentials what proves who they are. */
export interface OwnWorld extends World {
  readonly signRequest: SignRequest
}

/** A deployed Tidegate and whoever speaks to it: what every command on AWS gets. */
export interface Tidegate {
  readonly world: OwnWorld
  readonly stack: Stack
  readonly ledger: Ledger
  /** Asked once, and only by commands that sign. */
  identity(): Promise<Identity>
}

/** Makes a World for these names of ours; called first without them, because the stack tells them. */
export type WorldFor = (home?: Stack['home']) => OwnWorld

export async function openTidegate(worldFor: WorldFor, stage: string, version: string): Promise<Tidegate> {
  const stack = await readStack(worldFor(), stage, version)
  const world = worldFor(stack.home)
  let identity: Promise<Identity> | undefined
  return {
    world,
    stack,
    ledger: open(world.store),
    identity() {
      identity ??= readIdentity(world)
      return identity
    },
  }
}
