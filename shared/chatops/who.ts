import * as z from 'zod/mini'
import type { Directory } from '../people/directory.ts'
import { personOf } from '../people/holders.ts'
import type { SlackApi } from './api.ts'

/** Whom Slack names: a member and the workspace that they are a member of. */
export const Member = z.strictObject({ user: z.string(), team: z.string() })
export type Member = z.infer<typeof Member>

/** Told to whoever asked, as one line; nothing was done. */
export class NotForYou extends Error {
  override readonly name = 'NotForYou'
}

/**
 * The one person behind a member of our workspace. Members of other workspaces, who meet us in shared channels, have
 * another team; ids cannot be changed by their owners, names can.
 *
 * @throws {NotForYou}
 */
export function personIn(people: Directory, { user, team }: Member): string {
  if (people.slack === undefined) {
    throw new NotForYou('people.yaml names no Slack workspace, so nobody is known here; nothing was done')
  }
  if (team !== people.slack.team) {
    throw new NotForYou(
      'Only members of our own workspace can ask Tidegate, and you are from another one; nothing was done',
    )
  }
  const person = personOf(people, { slack: user })
  if (person === undefined) {
    throw new NotForYou(
      `Tidegate does not know you (${user}); nothing was done; ask for a line with this id in people.yaml`,
    )
  }
  return person
}

/**
 * Whether a member may decide: a full member of our workspace who is human. Slack is asked each time, because a person can
 * be made a guest.
 *
 * @throws {NotForYou} {SlackRefused} Slack does not say, and then nothing is decided
 */
export async function mayDecide(api: SlackApi, { user, team }: Member): Promise<void> {
  const info = await api.call('users.info', (client) => client.users.info({ user }))
  const { is_bot, is_restricted, is_ultra_restricted, is_stranger, deleted, team_id } = (info.user ?? {}) as Record<
    string,
    unknown
  >
  if (is_bot === true) throw new NotForYou('Bots decide nothing; nothing was done')
  if (is_restricted === true || is_ultra_restricted === true) {
    throw new NotForYou('Guests of the workspace decide nothing; nothing was done; ask a full member')
  }
  if (is_stranger === true || deleted === true || team_id !== team) {
    throw new NotForYou('Only members of our own workspace can decide; nothing was done')
  }
}

/**
 * Whether a person has a say in a system at all: a role for it, whichever. Who may sign is the gate's to say.
 *
 * @throws {NotForYou}
 */
export function mayOperate({ people }: Directory, person: string, system: string): void {
  const systems = people[person]?.systems
  if (systems === undefined || systems.includes(system)) return
  throw new NotForYou(`You hold no role for ${system} (people.yaml); nothing was done`)
}
