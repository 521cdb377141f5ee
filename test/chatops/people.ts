import type { SlackUser } from '../../rehearsal/slack/workspace.ts'

export const team = 'T0SERVEML'
export const channel = 'C0RELEASES'

/** The directory of serveml's people, with their ids in Slack; what `tidegate publish people` would have published. */
export const directory = {
  people: {
    ana: { name: 'Ana', roles: ['engineering-lead'], slack: 'U0ANA' },
    bo: { roles: ['security-lead'], slack: 'U0BO' },
    cy: { roles: ['operations-lead'], slack: 'U0CY' },
    dee: { roles: ['executive'], slack: 'U0DEE' },
    eli: { roles: ['product-manager'], slack: 'U0ELI' },
    fay: { name: 'Fay', roles: ['engineer'], slack: 'U0FAY' },
    gus: { roles: ['engineer'], slack: 'U0GUEST' },
    hal: { roles: ['engineer'], slack: 'U0HAL', systems: ['another'] },
    rob: { roles: ['engineer'], slack: 'U0ROBOT' },
  },
  slack: { team, channels: { serveml: channel } },
}

const member = (id: string, more: Partial<SlackUser> = {}): SlackUser => ({ id, team_id: team, ...more })

export const users = [
  ...['U0ANA', 'U0BO', 'U0CY', 'U0DEE', 'U0ELI', 'U0FAY', 'U0HAL', 'U0NOBODY'].map((id) => member(id)),
  member('U0GUEST', { is_restricted: true }),
  member('U0ROBOT', { is_bot: true }),
]
