import type { World } from '../world.ts'

/** Whether somebody's link is in their own hands, as far as this stage can tell: without an identity provider it cannot. */
export const isTheirs = ({ home }: Pick<World, 'home'>, person: string, signedIn: string | undefined): boolean =>
  home.oidc === undefined || signedIn === person
