/** Lambda says base64, manifests say `sha256:<hex>`: one of them is needed to compare. */
export const codeSha256 = (digest: string): string =>
  digest.startsWith('sha256:') ? Buffer.from(digest.slice('sha256:'.length), 'hex').toString('base64') : digest

export const sha256Digest = (base64: string | undefined): string | undefined =>
  base64 === undefined ? undefined : `sha256:${Buffer.from(base64, 'base64').toString('hex')}`
