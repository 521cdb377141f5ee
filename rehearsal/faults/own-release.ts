import * as z from 'zod/mini'
import { defineFault } from './port.ts'

const Spec = z.strictObject({ kind: z.literal('own-release'), requester: z.string() })

/** Whoever is to sign has asked for the release themselves, under whatever name: they are not asked, and cannot sign. */
export const ownRelease = defineFault({
  kind: 'own-release',
  spec: Spec,
  describe: ({ requester }) => `${requester}, who is to sign, asks for the release themselves`,
  arm({ requester }, bench) {
    bench.requester = requester
  },
})
