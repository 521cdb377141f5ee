import { afterEach } from 'vitest'
import { type Answered, decideByLink, type Said } from '../../shared/gates/by-link.ts'
import { atTheGate, type Night, type Wanted } from './at-the-gate.ts'

/** Begins nights at the gate; each is over with the test that began it. */
export function nightly(): (wanted?: Wanted) => Promise<Night> {
  let open: Night | undefined
  afterEach(() => open?.end())
  return async (wanted) => {
    open = await atTheGate(wanted)
    return open
  }
}

export const signed = { say: 'sign', typed: 'serveml 2.4.0' } as const

/** Answers by the link that somebody was sent. */
export const say = (night: Night, person: string, said: Said = signed, origin = {}): Promise<Answered> =>
  night.run((world) => decideByLink(world, night.token(person), said, origin))
