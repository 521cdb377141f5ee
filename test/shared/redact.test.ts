import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logLine } from '../../shared/log-line.ts'
import { looksLikeSecret, redact, redactFacts } from '../../shared/redact.ts'

// Put together here, so that no scanner takes this file for a leak.
const accessKey = `AKIA${'IOSFODNN7EXAMPLE'}`
const secretKey = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`
const jwt = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0In0'}.abc123`
const taskToken = `AQCEAAAAKgAAAAMAAAAA${'aB3dE5gH7jK9mN1pQ/+'.repeat(20)}==`

describe('what leaves a process', () => {
  it.each([
    ['a task token', `answering ${taskToken} failed`, taskToken],
    ['an access key', `credential ${accessKey} is inactive`, accessKey],
    ['a secret key', `signed with ${secretKey}.`, secretKey],
    ['a JSON web token', `sent ${jwt}`, jwt],
    ['a bearer header', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['a header that AWS quotes', 'x-amz-security-token:IQoJb3JpZ2luX2Vj\nhost:x', 'IQoJb3JpZ2luX2Vj'],
    ['a password in a URL', 'postgres://app:hunter2hunter2@db.example/app', 'hunter2hunter2'],
    ['a signed link', 'https://approve.example/?gate=go&token=s1gn3dl1nkv4lu3&x=1', 's1gn3dl1nkv4lu3'],
    ['a Slack token', `using ${'xoxb'}-123456789012-abcdefGHIJ`, '123456789012'],
    ['a private key', `-----BEGIN ${'PRIVATE KEY'}-----\nMIIEvQ\n-----END PRIVATE KEY-----`, 'MIIEvQ'],
    ['a password in JSON', '{"db_password": "correct-horse"}', 'correct-horse'],
  ])('holds no longer %s', (_what, text, secret) => {
    expect(redact(text)).not.toContain(secret)
    expect(redact(text)).toContain('[redacted]')
  })

  it.each([
    'arn:aws:ecs:eu-west-1:111122223333:task-definition/backend:41',
    'serveml-backend@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    'User: arn:aws:sts::111122223333:assumed-role/tidegate-preflight/x is not authorized to perform: ecs:DescribeServices',
    'The security token included in the request is invalid',
    'https://api.serveml.example/health?deep=true answered 503 after 12 ms',
    'release 5f0c1a9e-7d0b-4a57-9a55-2f6f9f1f7a10 holds the lock',
  ])('still says "%s"', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('is the same when it is cleaned twice', () => {
    fc.assert(fc.property(fc.string(), (text) => redact(redact(text)) === redact(text)))
    for (const text of [taskToken, jwt, '{"db_password": "correct-horse"}', 'Authorization: Bearer abcdefgh12345678']) {
      expect(redact(redact(text))).toBe(redact(text))
    }
  })

  it('shows no value under a telling name, at any depth, and keeps the others', () => {
    const facts = {
      wait: { token: 'short', name: 'Bake/-' },
      headers: [{ Authorization: 'x' }],
      tokenSeconds: 30,
      settled: true,
    }
    expect(redactFacts(facts)).toEqual({
      wait: { token: '[redacted]', name: 'Bake/-' },
      headers: [{ Authorization: '[redacted]' }],
      tokenSeconds: 30,
      settled: true,
    })
  })

  it('has a log line with the fields that queries look for, whose head no fact can hide', () => {
    const head = {
      level: 'error',
      message: `lost ${taskToken}`,
      at: 0,
      function: 'cutover',
      release: 'serveml-2.4.0-1',
      trace: '1-5759e988-bd862e3fe1be46a994272793',
    } as const
    const line = JSON.parse(logLine(head, { level: 'mine', move: 'api', error: new Error(`with ${jwt}`) }))
    expect(line).toMatchObject({
      level: 'ERROR',
      message: 'lost [redacted]',
      timestamp: '1970-01-01T00:00:00.000Z',
      service: 'tidegate-cutover',
      release: 'serveml-2.4.0-1',
      xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      move: 'api',
      error: { name: 'Error', message: 'with [redacted]' },
    })
  })
})

describe('a variable of a workload', () => {
  it.each([
    ['DB_PASSWORD', 'hunter2'],
    ['JWT_SECRET', 'serveml'],
    ['STRIPE_API_KEY', 'abc'],
    ['DATABASE_URL', 'postgres://app:hunter2hunter2@db.example/app'],
    ['SENTRY_DSN', 'https://abc@sentry.example/1'],
    ['AWS_SETTING', accessKey],
    ['SIGNING', 'q9X2mB7vLk4TzR8wYp1NfG6hJd3sCa5E'],
  ])('%s=%s looks like a secret', (name, value) => {
    expect(looksLikeSecret(name, value)).toBe(true)
  })

  it.each([
    ['LOG_LEVEL', 'info'],
    ['TOKEN_TTL_SECONDS', '3600'],
    ['DB_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
    ['JWT_SECRET', 'arn:aws:ssm:eu-west-1:111122223333:parameter/serveml/prod/jwt'],
    ['JWT_SECRET_NAME', '/serveml/prod/jwt'],
    ['API_KEY_REQUIRED', 'true'],
    ['TABLE', 'serveml-deployments-prod'],
    ['IMAGE_DIGEST', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ])('%s=%s does not', (name, value) => {
    expect(looksLikeSecret(name, value)).toBe(false)
  })
})
