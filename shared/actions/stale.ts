import type { World } from '../world.ts'

/** ECS, DynamoDB's backups and Lambda's versions are read eventually: so long an old picture may still be shown. */
const staleMs = 60_000

/** Whether a read may not show yet what a write did at that moment: then nothing is concluded from its absence. */
export const mayBeStale = (writtenAt: number, world: Pick<World, 'now'>): boolean => world.now() - writtenAt < staleMs
