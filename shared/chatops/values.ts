import * as z from 'zod/mini'

/** What a button carries. A gate's names what was shown, so that the button of an old card decides nothing. */
export const ButtonValue = z.union([
  z.strictObject({ release: z.string(), gate: z.string(), signedDigest: z.string() }),
  z.strictObject({ release: z.string(), hold: z.string() }),
])
export type ButtonValue = z.infer<typeof ButtonValue>

/** Names of buttons and forms: what comes back from Slack says which of them it was. */
export const actions = {
  sign: 'tidegate-sign',
  reject: 'tidegate-reject',
  'go-on': 'tidegate-go-on',
  'step-back': 'tidegate-step-back',
  'roll-back': 'tidegate-roll-back',
} as const
export type ActionName = keyof typeof actions
