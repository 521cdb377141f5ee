/**
 * What must never leave a process: task tokens, authorization, keys. One rule for logs, errors and evidence.
 *
 * Too much is better than too little, but digests, ARNs and ids stay, because without them a report says nothing.
 */
const gone = '[redacted]'

/** Names under which nothing is ever shown, whatever the value. */
const secretName =
  /(pass(word|wd|phrase)|secret|token|authorization|cookie|credential|api[-_]?key|private[-_]?key|access[-_]?key|signature)/i
/** Names that only sound like it: where a secret is, or how long it lives. */
const namesNoSecret =
  /(arn|name|path|uri|url|region|ttl|seconds|minutes|days|count|algorithm|type|expires?|version|id)$/i

const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, gone],
  // AWS quotes the canonical request, session token included, when a signature does not match.
  [
    /\b(x-amz-security-token|x-amz-signature|x-amz-credential|authorization|cookie|set-cookie)\b(["']?\s*[:=]\s*)[^\n&]+/gi,
    `$1$2${gone}`,
  ],
  // A personal link is its bearer's signature.
  [/\/s\/[0-9a-f]{8}-[0-9a-f]{32}-[\w-]{43}/g, `/s/${gone}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${gone}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, gone],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, gone],
  [/\b(?:xox[a-z]|xapp)-[\w-]{8,}/g, gone],
  [/\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|[sr]k_(?:live|test)_\w{16,})/g, gone],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${gone}@`],
  [
    /\b([\w-]*(?:password|passwd|secret|token|api[-_]?key|private[-_]?key|access[-_]?key))(["']?\s*[:=]\s*["']?)(?!\[redacted\])[^\s"'&,;}]{6,}/gi,
    `$1$2${gone}`,
  ],
]
/** Task tokens and their like: long runs of base64 in mixed case. Hex digests are lower case and shorter. */
const longRun = /[\w+/=-]{100,}/g
/** Forty characters of base64, as an AWS secret key is: no hex digest, no words. */
const awsSecretKey = /(?<![\w+/=:-])[A-Za-z0-9+/]{40}(?![\w+/=-])/g

/** The text without what looks like a secret. */
export function redact(text: string): string {
  let clean = text
  for (const [shape, instead] of shapes) clean = clean.replace(shape, instead)
  return clean
    .replace(longRun, (run) => (isMixed(run) ? gone : run))
    .replace(awsSecretKey, (run) => (isMixed(run) && bitsPerCharacter(run) > 4 ? gone : run))
}

/** The same for values of any depth: by name first, then by shape. */
export function redactFacts(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (value === null || typeof value !== 'object') return value
  if (depth > 6) return '[too deep]'
  if (value instanceof Error) return { name: value.name, message: redact(value.message) }
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((one) => redactFacts(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecretName(name) && typeof one !== 'boolean' ? gone : redactFacts(one, depth + 1),
    ]),
  )
}

function isSecretName(name: string): boolean {
  return secretName.test(name) && !namesNoSecret.test(name)
}

/**
 * Whether a variable of a workload holds a secret in plain sight: by its name, or by what its value looks like.
 *
 * @see the requirement secrets-by-reference: a reference injected at start is what satisfies it
 */
export function looksLikeSecret(name: string, value: string): boolean {
  if (value === '' || isReference(value) || /^(true|false|[\d.]+)$/i.test(value)) return false
  if (redact(value) !== value) return true
  if (isSecretName(name) || /(^|_)DSN$/i.test(name)) return true
  return /^[\w+/=-]{24,}$/.test(value) && isMixed(value) && bitsPerCharacter(value) > 4
}

function isReference(value: string): boolean {
  return /^(arn:aws[\w-]*:(ssm|secretsmanager|kms):|\{\{resolve:|ssm:|secretsmanager:)/.test(value)
}

function isMixed(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)
}

/** Shannon entropy; hex cannot exceed 4, words stay below it. */
function bitsPerCharacter(run: string): number {
  const counts = new Map<string, number>()
  for (const character of run) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / run.length) * Math.log2(count / run.length)
  return bits
}
