import { defineCheck } from './port.ts'
import { Probe, probe } from './reading/probe.ts'
import { telling } from './reading/tell.ts'

/** Whether the side that users would be sent back to answers now: the way back leads somewhere. */
export const sideAnswers = defineCheck<Probe>({
  kind: 'side-answers',
  ask: Probe,
  describe: ({ url, address }) => `the side users would go back to answers at ${address ?? url}`,
  run: (ask, world) =>
    telling(`${ask.method} ${ask.url}`, async () => {
      const result = await probe(ask, world)
      if (result.verdict !== 'fail') return result
      return { ...result, whatToDo: `${result.whatToDo}; until then there is nothing to go back to: do not release` }
    }),
})
