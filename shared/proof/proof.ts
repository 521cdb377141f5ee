import * as z from 'zod/mini'
import { digestOf } from '../plan/digest.ts'
import type { Home } from '../world.ts'
import { type IdentityRequest, identityRequest } from './request.ts'

/**
 * What is left of a signed request once its shape is known: the signature, its moment, and the token of a session. Goes
 * into no log, no error and no record.
 */
export const Proof = z.strictObject({
  authorization: z.string().check(z.maxLength(1_000)),
  /** As AWS writes it: `20261121T135900Z`. */
  date: z.string().check(z.regex(/^\d{8}T\d{6}Z$/)),
  token: z.optional(z.string().check(z.maxLength(16_384), z.regex(/^[\x21-\x7e]+$/))),
})
export type Proof = z.infer<typeof Proof>

/** Signs a request with the credentials of whoever runs this, and does not send it. */
export type SignRequest = (request: IdentityRequest) => Promise<Proof>

/** The decision, for this very ledger and no other: any word changed, and the signature is nobody's. */
export const bindingOf = ({ region, account, table }: Home, told: object): string =>
  digestOf({ is: 'a decision of Tidegate', region, account, table, told: asRead(told) })

/** Whoever reads a decision drops what is around a reason: it is no part of what was said, on either side. */
const asRead = (told: object) =>
  Object.fromEntries(Object.entries(told).map(([name, word]) => [name, typeof word === 'string' ? word.trim() : word]))

/** What whoever makes a decision signs; approval-decide takes the decision together with that proof. */
export const toSign = (home: Home, told: object): IdentityRequest => identityRequest(home, bindingOf(home, told))
