import { afterEach, describe, expect, it } from 'vitest'
import { userArn } from '../../../rehearsal/decide-as.ts'
import type { Ended } from '../../../rehearsal/functions.ts'
import { fold } from '../../../shared/evidence/fold.ts'
import { htmlReport } from '../../../shared/evidence/html/report.ts'
import type { Told } from '../../../shared/gates/decide.ts'
import { ledger } from '../../../shared/ledger/index.ts'
import { memoryStore } from '../../../shared/ledger/memory-store.ts'
import type { Directory } from '../../../shared/people/directory.ts'
import { digestOf } from '../../../shared/plan/digest.ts'
import { bindingOf, type Proof, toSign } from '../../../shared/proof/proof.ts'
import { bindingHeader, type IdentityRequest, identityRequest } from '../../../shared/proof/request.ts'
import type { Home } from '../../../shared/world.ts'
import { atTheGate, id, type Night } from '../../stories/at-the-gate.ts'

let open: Night | undefined
afterEach(() => open?.end())

const signs: Told = { say: 'sign', release: id, gate: 'go' }
const role = (session: string) => `arn:aws:sts::111122223333:assumed-role/Release/${session}`

async function night(people?: (directory: Directory) => void): Promise<Night> {
  open = await atTheGate(people === undefined ? {} : { people })
  return open
}

/** Invokes the function with whatever somebody sends, and waits for its answer. */
const send = ({ bench, run }: Night, event: object): Promise<Ended> =>
  run(() => new Promise((ended) => bench.functions.invoke('approval-decide', event, ended)))

interface Signing {
  readonly arn?: string
  readonly at?: number
  readonly home?: Partial<Home>
  /** What is signed instead of what is told. */
  readonly instead?: object
  readonly request?: (right: IdentityRequest) => IdentityRequest
}

function proofFor({ bench }: Night, told: object, how: Signing = {}): Proof {
  const right = toSign({ ...bench.home, ...how.home }, how.instead ?? told)
  const arn = how.arn ?? userArn(bench, 'ana')
  return bench.account.sts.sign(arn, how.request?.(right) ?? right, how.at)
}

const decide = (one: Night, told: Told, how: Signing = {}) => send(one, { ...told, proof: proofFor(one, told, how) })

const everythingIn = ({ bench }: Night) => digestOf(bench.table.dump())
const reasonOf = (ended: Ended): string =>
  'cause' in ended ? `${ended.error}: ${(JSON.parse(ended.cause) as { errorMessage: string }).errorMessage}` : ''

/** Refused in one line, and nothing is different; whatever STS quotes stays where it is. */
async function refused(one: Night, act: () => Promise<Ended>): Promise<string> {
  const before = everythingIn(one)
  const why = reasonOf(await act())
  expect(everythingIn(one)).toBe(before)
  expect(why).toContain('nothing was changed')
  expect(why.split('\n')).toHaveLength(1)
  for (const secret of one.bench.account.sts.given) expect(why + JSON.stringify(one.bench.logs)).not.toContain(secret)
  return why
}

describe('whoever decides with AWS credentials', () => {
  it('signs as whom AWS names, which is kept without what proved it', async () => {
    const one = await night()
    expect(await decide(one, signs)).toEqual({ output: { written: true, stands: 'sign by ana as engineering-lead' } })
    const arn = userArn(one.bench, 'ana')
    expect(one.sign('ana')).toMatchObject({ channel: 'cli', proved: 'iam', arn, decision: 'sign' })
    const evidence = fold(await ledger(memoryStore({ table: one.bench.table })).everything(id))
    expect(evidence.gates[0]?.signatures).toMatchObject([{ person: 'ana', proved: 'iam', arn }])
    expect(htmlReport(evidence)).toContain(`by command line, proved to be ${arn} by AWS`)
    const kept = JSON.stringify([one.bench.table.dump(), one.bench.logs, evidence])
    for (const secret of one.bench.account.sts.given) expect(kept).not.toContain(secret)
  })

  it('may be a session of a role, whose token is kept nowhere either', async () => {
    const one = await night()
    const arn = role('ana@serveml.example')
    expect(await decide(one, signs, { arn })).toMatchObject({ output: { written: true } })
    expect(one.sign('ana')).toMatchObject({ proved: 'iam', arn })
    const [signature, token] = one.bench.account.sts.given
    expect(token).toMatch(/^FwoG/)
    for (const secret of [signature!, token!]) {
      expect(JSON.stringify([one.bench.table.dump(), one.bench.logs])).not.toContain(secret)
    }
  })

  it('may leave spaces and lines around a reason', async () => {
    const one = await night()
    const told: Told = { say: 'reject', release: id, gate: 'go', reason: '  not tonight\n' }
    expect(await decide(one, told)).toMatchObject({ output: { written: true } })
    expect(one.sign('ana')).toMatchObject({ decision: 'reject', reason: 'not tonight' })
  })

  it('is nobody of people.yaml by being called like them, where that says another IAM name', async () => {
    const one = await night(({ people }) => {
      people['ana'] = { ...people['ana']!, iam: 'alvarez' }
    })
    const why = reasonOf(await decide(one, signs))
    expect(why).toContain('arn:aws:iam::111122223333:user/ana may not sign at gate "go"')
    expect(one.sign('ana')).toBeUndefined()
    await decide(one, signs, { arn: userArn(one.bench, 'alvarez') })
    expect(one.sign('ana')).toMatchObject({ arn: userArn(one.bench, 'alvarez') })
  })

  it('is held to the role, where people.yaml says a whole ARN', async () => {
    const one = await night(({ people }) => {
      people['ana'] = { ...people['ana']!, iam: role('ana') }
    })
    expect(reasonOf(await decide(one, signs, { arn: role('ana').replace('Release', 'Anybody') }))).toContain(
      'may not sign',
    )
    expect(await decide(one, signs, { arn: role('ana') })).toMatchObject({ output: { written: true } })
  })
})

describe('whoever people.yaml names by the whole name of a session', () => {
  const named = (directory: Directory) => {
    const { ana } = directory.people
    directory.people['ana'] = { ...ana!, iam: 'Ana.Alvarez+ops@serveml.example' }
  }
  it('signs by it, and nobody does whose name only begins so', async () => {
    const one = await night(named)
    for (const other of ['ana.alvarez', 'ana.alvarez-ops', 'Ana.Alvarez+ops@elsewhere.test', 'ana']) {
      expect(reasonOf(await decide(one, signs, { arn: role(other) }))).toContain('may not sign')
    }
    expect(await decide(one, signs, { arn: role('ana.alvarez+ops@serveml.example') })).toMatchObject({
      output: { written: true, stands: 'sign by ana as engineering-lead' },
    })
  })

  it('comes before somebody who is only called like the beginning of it', async () => {
    const one = await night(({ people }) => {
      const { ana, bo, ...others } = people
      for (const name of Object.keys(people)) delete people[name]
      Object.assign(people, { ana: ana!, bo: { ...bo!, iam: 'ana@contractor.example' } }, others)
    })
    expect(await decide(one, signs, { arn: role('ana@contractor.example') })).toMatchObject({
      output: { stands: 'sign by bo as security-lead' },
    })
    expect(await decide(one, signs, { arn: role('ana@serveml.example') })).toMatchObject({
      output: { stands: 'sign by ana as engineering-lead' },
    })
  })
})

describe('whoever asked for the release from the command line', () => {
  it.each(['ana.alvarez@serveml.example', role('ana.alvarez'), 'ana.alvarez'])(
    'does not sign it, although people.yaml knows them there as %s',
    async (iam) => {
      open = await atTheGate({
        requester: 'ana.alvarez',
        people: ({ people }) => {
          people['ana'] = { ...people['ana']!, iam }
          people['hal'] = { roles: ['engineering-lead'], mail: 'gus@serveml.example' }
        },
      })
      const arn = iam.startsWith('arn:') ? iam : role(iam)
      expect(reasonOf(await decide(open, signs, { arn }))).toContain('may not sign at gate "go"')
      expect(open.sent().map(({ attributes }) => attributes['approver'])).not.toContain('ana')
    },
  )
})

describe('a decision that is not proved', () => {
  it.each<[string, Signing, RegExp]>([
    ['was signed for another gate', { instead: { ...signs, gate: 'cutover' } }, /SignatureDoesNotMatch/],
    ['was signed for a rejection', { instead: { ...signs, say: 'reject', reason: 'no' } }, /SignatureDoesNotMatch/],
    ['was signed for another release', { instead: { ...signs, release: 'serveml-2-4-0-2' } }, /SignatureDoesNotMatch/],
    ['was signed with another reason', { instead: { ...signs, reason: 'as told' } }, /SignatureDoesNotMatch/],
    ['was signed for another stage', { home: { table: 'tidegate-staging-ledger' } }, /SignatureDoesNotMatch/],
    ['was signed for another account', { home: { account: '444455556666' } }, /SignatureDoesNotMatch/],
    ['was signed for another host', { request: at('sts.amazonaws.com') }, /SignatureDoesNotMatch/],
    ['is of another account', { arn: 'arn:aws:iam::444455556666:user/ana' }, /is of account 444455556666, not of 1/],
    ['is of another partition', { arn: 'arn:aws-cn:iam::111122223333:user/ana' }, /not of 111122223333/],
    [
      'is of a federated user, whose name is anybody’s',
      { arn: 'arn:aws:sts::111122223333:federated-user/ana' },
      /neither/,
    ],
    ['signs no decision at all', { request: without }, /the signature does not cover the decision/],
  ])('because the request %s is refused', async (_what, how, words) => {
    const one = await night()
    expect(await refused(one, () => decide(one, signs, how))).toMatch(words)
  })

  it.each([
    [-301, false],
    [-295, true],
    [295, true],
    [320, false],
  ])('signed %i s away is taken: %s', async (seconds, taken) => {
    const one = await night()
    const at = one.bench.scheduler.now() + seconds * 1000
    if (taken) expect(await decide(one, signs, { at })).toMatchObject({ output: { written: true } })
    else expect(await refused(one, () => decide(one, signs, { at }))).toMatch(/^NotProved: .*at most 300 s are taken/)
  })

  it.each<[string, (proof: Proof) => Proof, RegExp]>([
    ['a forged signature', (proof) => forged(proof, /.{8}$/, 'deadbeef'), /SignatureDoesNotMatch/],
    [
      'another key',
      (proof) => forged(proof, /Credential=\w+/, 'Credential=AKIAEXAMPLEEXAMPLE00'),
      /InvalidClientTokenId/,
    ],
    ['a token that is not its own', (proof) => ({ ...proof, token: 'FwoGZXIv' }), /does not cover the decision/],
    ['another moment', (proof) => ({ ...proof, date: proof.date.replace(/..Z$/, '59Z') }), /SignatureDoesNotMatch/],
    ['the signature of another service', (proof) => forged(proof, '/sts/', '/s3/'), /no signature of AWS/],
    ['a region that is not ours', (proof) => forged(proof, '/eu-west-1/', '/us-east-1/'), /signed for us-east-1/],
    ['a header within the signature', (proof) => forged(proof, /$/, '\r\nx-more: 1'), /no signature of AWS/],
  ])('with %s is refused', async (_what, change, words) => {
    const one = await night()
    const proof = change(proofFor(one, signs, { at: one.bench.scheduler.now() - 61_000 }))
    expect(await refused(one, () => send(one, { ...signs, proof }))).toMatch(words)
  })

  it.each<[string, object]>([
    ['as an older command line says it', { ...signs, person: 'ana', channel: 'cli', signedDigest: '0' }],
    ['as somebody writes it by hand', { ...signs, person: 'ana', channel: 'slack', proved: 'iam' }],
  ])('%s: one line that says what to do', async (_what, event) => {
    const one = await night()
    const why = await refused(one, () => send(one, event))
    expect(why).toMatch(/^WrongInput: .*nothing proves who signs.*decide with a command line as new as this Tidegate/)
  })

  it.each([{ person: 'bo' }, { channel: 'slack' }, { arn: 'x' }, { from: '198.51.100.7' }])(
    'beside which somebody says %j is refused',
    async (more) => {
      const one = await night()
      const told = { ...signs, ...more }
      expect(await refused(one, () => send(one, { ...told, proof: proofFor(one, told) }))).toContain('WrongInput')
    },
  )

  it('because STS does not answer is not decided, and may be tried again', async () => {
    const one = await night()
    const mend = one.bench.account.probes.break('https://sts.', {
      status: 503,
      body: '<Code>ServiceUnavailable</Code>',
    })
    const before = everythingIn(one)
    expect(reasonOf(await decide(one, signs))).toMatch(/^AwsUnavailable: STS.GetCallerIdentity is unavailable/)
    expect(everythingIn(one)).toBe(before)
    mend()
    expect(await decide(one, signs)).toMatchObject({ output: { written: true } })
  })

  it.each([
    ['nothing', ''],
    ['something else', '<AssumeRoleResponse><Arn>arn:aws:iam::111122223333:user/ana</Arn></AssumeRoleResponse>'],
    ['two', `<GetCallerIdentityResponse>${'<Arn>arn:aws:iam::111122223333:user/ana</Arn>'.repeat(2)}`],
    ['a page that leads on', '<html>moved</html>'],
  ])('because STS answers %s is refused', async (_what, body) => {
    const one = await night()
    one.bench.account.probes.break('https://sts.', { status: 200, body })
    expect(await refused(one, () => decide(one, signs))).toContain('STS answered what it never answers')
  })

  it('is asked of nobody but STS of its own region, whoever answers with another address', async () => {
    const one = await night()
    const asked: string[] = []
    one.bench.hooks.beforeCall.push(({ what, input }) => {
      if (what === 'http') asked.push((input as { url: string }).url)
      return undefined
    })
    one.bench.account.probes.break('https://sts.', { status: 302, headers: { location: 'https://evil.example/' } })
    expect(await refused(one, () => decide(one, signs))).toContain('STS answered status 302')
    expect(asked).toEqual(['https://sts.eu-west-1.amazonaws.com/'])
  })
})

describe('a proof that is sent again', () => {
  it('signs nothing more', async () => {
    const one = await night()
    const event = { ...signs, proof: proofFor(one, signs) }
    await send(one, event)
    const before = one.sign('ana')
    await one.wait(30_000)
    expect(await send(one, event)).toEqual({ output: { written: false, stands: 'sign by ana as engineering-lead' } })
    expect(one.sign('ana')).toEqual(before)
  })

  it('halts nothing once its halt is over, while a new request does', async () => {
    const one = await night()
    const halts: Told = { say: 'halt', release: id, reason: 'odd graphs' }
    const event = { ...halts, proof: proofFor(one, halts) }
    expect(await send(one, event)).toMatchObject({ output: { written: true } })
    expect(one.record()).toMatchObject({ halt: { by: 'ana', proved: 'iam', arn: userArn(one.bench, 'ana') } })
    await ledger(memoryStore({ table: one.bench.table })).clearHalt(id)
    expect(await send(one, event)).toMatchObject({
      output: { written: false, stands: expect.stringContaining('heard before') },
    })
    expect(one.record()).not.toHaveProperty('halt')
    await one.wait(1_000)
    expect(await decide(one, halts)).toMatchObject({ output: { written: true } })
  })
})

describe('a reason', () => {
  it('keeps no secret that somebody has written into it, of a halt either', async () => {
    const one = await night()
    await decide(one, { say: 'halt', release: id, reason: 'look: password=hunter2hunter2' })
    expect(one.record()).toMatchObject({ halt: { reason: 'look: password=[redacted]' } })
    expect(JSON.stringify([one.bench.table.dump(), one.bench.logs])).not.toContain('hunter2')
  })
})

describe('what is signed', () => {
  it.each([
    ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ])('is a request for STS of %s', (region, host) => {
    expect(identityRequest({ region }, 'x')).toMatchObject({ host, headers: { host, [bindingHeader]: 'x' } })
  })

  it('is the same for the same decision, however its words are ordered', async () => {
    const { bench } = await night()
    const { gate, release, say } = signs as { gate: string; release: string; say: string }
    expect(bindingOf(bench.home, { gate, release, say, reason: undefined })).toBe(bindingOf(bench.home, signs))
  })
})

const forged = (proof: Proof, what: RegExp | string, by: string): Proof => ({
  ...proof,
  authorization: proof.authorization.replace(what, by),
})
function at(host: string): (right: IdentityRequest) => IdentityRequest {
  return (right) => ({ ...right, host, headers: { ...right.headers, host } })
}
function without(right: IdentityRequest): IdentityRequest {
  const { [bindingHeader]: _, ...headers } = right.headers
  return { ...right, headers }
}
