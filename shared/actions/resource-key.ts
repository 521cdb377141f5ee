import type { ResourceKey } from './port.ts'

/** `lambda-alias/model-serving-wrapper/live`. The ledger's sort keys use `#` between parts, so no part may hold one. */
export const resourceKey = (kind: string, ...parts: string[]): ResourceKey =>
  [kind, ...parts].join('/').replaceAll('#', '%23')
