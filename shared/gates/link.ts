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

/** The personal address of an invitation; nothing where this stage has no pages. */
export async function linkUrl(world: World, record: LinkRecord): Promise<string | undefined> {
  const { pages, linkKeys: [key] = [] } = world.home
  if (pages === undefined || key === undefined) return undefined
  const { GenerateMacCommand, KMSClient } = await kms(world)
  const { Mac } = await world.send(
    KMSClient,
    new GenerateMacCommand({ KeyId: key, MacAlgorithm: 'HMAC_SHA_256', Message: message(record) }),
  )
  if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC; nobody was asked; it is tried again')
  return `${pages}/s/${shortId(key)}-${record.link}-${Buffer.from(Mac).toString('base64url')}`
}

export function parseLink(token: string): LinkToken | undefined {
  const found = shape.exec(token)
  if (found === null) return undefined
  return { keyId: found[1]!, link: found[2]!, mac: Buffer.from(found[3]!, 'base64url') }
}

/** Whether one of our keys signed this link; a key that was taken out of use verifies nothing any more. */
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
    throw error
  }
}
