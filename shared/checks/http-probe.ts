import { defineCheck } from './port.ts'
import { Probe, probe } from './reading/probe.ts'
import { telling } from './reading/tell.ts'

/** Whether a URL answers as expected, by name or at one side's address. */
export const httpProbe = defineCheck<Probe>({
  kind: 'http-probe',
  ask: Probe,
  describe: ({ method, url, address }) => `${method} ${url}${address ? ` at ${address}` : ''} answers as expected`,
  run: (ask, world) => telling(`${ask.method} ${ask.url}`, () => probe(ask, world)),
})
