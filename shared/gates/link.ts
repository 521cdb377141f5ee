import { kms } from '../clients/kms.ts'
import type { LinkRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'

/**
 * The secret part of a personal link: which key signed it, which invitation it is, and a MAC over what that is about.
 *
 * The ledger knows invitations and no key, KMS knows keys and no invitation: whoever reads one of them can make no link.
 * Keys change with overlap: the first of `home.linkKeys` signs, all of them verify.
 */
export interface LinkToken {
  readonly keyId: string
  readonly link: string
  readonly mac: Uint8Array
}

const shape = /^([0-9a-f]{8})-([0-9a-f]{32})-([\w-]{43})$/
const purpose = 'tidegate link 1'

/** What is signed: a change of any of it makes another link. */
const message = ({ link, release, about, person, signedDigest, endsAt }: LinkRecord): Uint8Array =>
  new TextEncoder().encode([purpose, link, release, about, person, signedDigest ?? '', String(endsAt)].join('\n'))

const shortId = (keyArn: string): string => keyArn.replaceAll(/[^0-9a-f]/g, '').slice(-8)

/** What KMS calls it when a key is not usable: disabled, to be deleted, gone, of another kind, or not ours to use. */
const keyRefused =
  /^(DisabledException|KMSInvalidStateException|NotFoundException|InvalidKeyUsageException|InvalidArnException|UnsupportedOperationException|AccessDenied)$/

/**
 * The personal address of an invitation; nothing where this stage has no pages, or where KMS refuses the key: who is asked
 * then is told how to answer without.
 */
export async function linkUrl(world: World, record: LinkRecord): Promise<string | undefined> {
  const { pages, linkKeys: [key] = [] } = world.home
  if (pages === undefined || key === undefined) return undefined
  const { GenerateMacCommand, KMSClient } = await kms(world)
  const make = new GenerateMacCommand({ KeyId: key, MacAlgorithm: 'HMAC_SHA_256', Message: message(record) })
  const { Mac } = await world.send(KMSClient, make).catch((error: unknown) => {
    if (!isRefused(error)) throw error
    world.log('error', `requests carry no link: ${refusedWords(key, error)}`)
    return { Mac: 'refused' } as const
  })
  if (Mac === 'refused') return undefined
  if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC; nobody was asked; it is tried again')
  return `${pages}/s/${shortId(key)}-${record.link}-${Buffer.from(Mac).toString('base64url')}`
}

export function parseLink(token: string): LinkToken | undefined {
  const found = shape.exec(token)
  if (found === null) return undefined
  return { keyId: found[1]!, link: found[2]!, mac: Buffer.from(found[3]!, 'base64url') }
}

const isRefused = (error: unknown): error is Error => error instanceof Error && keyRefused.test(error.name)
const refusedWords = (key: string, { name, message: why }: Error): string =>
  `KMS refuses the key ${key} (${name}: ${why}); enable it or grant its use, or leave it out of linkKeys`

/**
 * Whether one of our keys signed this link; a key that was taken out of use, here or in KMS, verifies nothing any more.
 *
 * @throws {AwsUnavailable} KMS does not answer now: then a link is neither ours nor not ours
 */
export async function isOurs(world: World, token: LinkToken, record: LinkRecord): Promise<boolean> {
  const key = world.home.linkKeys?.find((arn) => shortId(arn) === token.keyId)
  if (key === undefined) return false
  const { KMSClient, VerifyMacCommand } = await kms(world)
  try {
    const { MacValid } = await world.send(
      KMSClient,
      new VerifyMacCommand({ KeyId: key, MacAlgorithm: 'HMAC_SHA_256', Message: message(record), Mac: token.mac }),
    )
    return MacValid === true
  } catch (error) {
    if (error instanceof Error && error.name === 'KMSInvalidMacException') return false
    if (!isRefused(error)) throw error
    world.log('error', `links lead nowhere: ${refusedWords(key, error)}`)
    return false
  }
}
