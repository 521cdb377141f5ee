import { AccessDenied, AwsUnavailable } from './errors.ts'
import { redact } from './redact.ts'

/**
 * How one AWS call is tried again. Pure but for the door it is given, so that a rehearsal retries as production does.
 *
 * A read may be asked again whenever no answer came. A write is repeated only when AWS says that it did not take it:
 * a lost answer is not a "no", and the next attempt of the release looks at the world first.
 */
export interface Tries {
  now(): number
  random(): number
  sleep(ms: number): Promise<void>
  /** When the next call of a service may start, kept between calls; without it nothing is paced. */
  readonly starts?: Map<string, number>
}

export interface AwsCall {
  /** `ECS.UpdateService`: service id without blanks, operation. */
  readonly name: string
  /** All tries together, ms. */
  readonly limitMs: number
}

/** Documented as "not taken, come back later". TransactionConflict is none of these: somebody else is deciding. */
const throttles = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'PriorRequestNotComplete',
  'SlowDown',
  'EC2ThrottledException',
  'BandwidthLimitExceeded',
])
const denied = /^AccessDenied|AccessDenied(Exception)?$|^UnauthorizedOperation$|^AuthorizationError|^Forbidden$|^403$/
const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_SSL|UND_ERR)/
const baseMs = 200
/** One try of a read, so that a lost answer leaves time for another. */
const readTryMsMax = 4_000
const waitMsMax = 4_000

/**
 * @param once makes one try and gives up after the milliseconds it is given
 * @throws {AccessDenied} · {AwsUnavailable} when the retries are used up or must not be made · AWS's own error
 */
export async function callAws<T>(tries: Tries, call: AwsCall, once: (tryMs: number) => Promise<T>): Promise<T> {
  const end = tries.now() + call.limitMs
  const tryMsMax = isRead(call.name) ? readTryMsMax : call.limitMs
  for (let attempt = 0; ; attempt++) {
    await takeTurn(tries, call.name)
    try {
      return await once(Math.max(1, Math.min(tryMsMax, end - tries.now())))
    } catch (thrown) {
      const error = facts(thrown)
      if (denied.test(error.name)) throw new AccessDenied(call.name, redact(error.message))
      if (!isThrottle(error) && !isPassing(error)) throw redacted(thrown)
      const again = isThrottle(error) || isRead(call.name)
      // Full jitter above a half: callers that were throttled together do not come back together.
      const waitMs = Math.min(waitMsMax, baseMs * 2 ** attempt) * (0.5 + tries.random() / 2)
      if (!again || tries.now() + waitMs >= end) throw new AwsUnavailable(call.name, why(error, again, attempt + 1))
      await tries.sleep(waitMs)
    }
  }
}

/** From the operation's schema and not from the class's name, which a bundler may shorten. */
export function callName(client: { config: unknown }, command: object): string {
  const { serviceId = 'AWS' } = client.config as { serviceId?: string }
  const schema = (command as { schema?: readonly unknown[] }).schema
  const operation = typeof schema?.[2] === 'string' ? schema[2] : command.constructor.name.replace(/Command$/, '')
  return `${serviceId.replaceAll(' ', '')}.${operation}`
}

/** Route 53 takes five calls a second from a whole account, and others (renewals, pipelines) call it too. */
const apartMs: Readonly<Record<string, number>> = { Route53: 300 }

async function takeTurn({ now, sleep, starts }: Tries, name: string): Promise<void> {
  const service = name.split('.')[0] ?? ''
  const apart = apartMs[service]
  if (starts === undefined || apart === undefined) return
  const turn = Math.max(now(), starts.get(service) ?? 0)
  starts.set(service, turn + apart)
  if (turn > now()) await sleep(turn - now())
}

/** Operations that change nothing (a MAC is the same however often it is asked for). The rest counts as writes. */
export function isRead(name: string): boolean {
  return /\.(Get|Describe|List|Head|Query|Scan|BatchGet|TransactGet|Lookup|Search|TestDNSAnswer|Simulate|GenerateMac|VerifyMac)/.test(
    name,
  )
}

interface ErrorFacts {
  readonly name: string
  readonly message: string
  readonly status: number | undefined
  readonly code: string | undefined
}

function facts(thrown: unknown): ErrorFacts {
  const error = thrown as { name?: string; message?: string; code?: string; $metadata?: { httpStatusCode?: number } }
  return {
    name: error?.name ?? 'Error',
    message: error?.message ?? String(thrown),
    status: error?.$metadata?.httpStatusCode,
    code: typeof error?.code === 'string' ? error.code : undefined,
  }
}

function isThrottle(error: ErrorFacts): boolean {
  return throttles.has(error.name) || error.status === 429
}

/** No answer, or one that says that AWS itself failed. */
function isPassing(error: ErrorFacts): boolean {
  if (error.status !== undefined && error.status >= 500) return true
  return /^(TimeoutError|NetworkError|AbortError)$/.test(error.name) || networkCodes.test(error.code ?? '')
}

function why(error: ErrorFacts, again: boolean, attempts: number): string {
  const said = `${error.name}: ${redact(error.message)}`
  if (again) return `${said} (after ${attempts} ${attempts === 1 ? 'try' : 'tries'}); asked again later`
  return `${said}; whether AWS took it is not known, so it was not repeated; the next attempt looks first`
}

/** AWS's own error keeps its name and fields; its message and the raw answer may hold what was signed. */
function redacted(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown
  const clean = redact(thrown.message)
  if (clean !== thrown.message) {
    thrown.message = clean
    // A stack begins with the message as it was.
    thrown.stack = `${thrown.name}: ${clean}`
  }
  if ('$response' in thrown) Reflect.deleteProperty(thrown, '$response')
  return thrown
}
