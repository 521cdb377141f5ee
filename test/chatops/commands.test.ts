import { describe, expect, it } from 'vitest'
import { readCommand } from '../../shared/chatops/commands.ts'

const done = (text: string) => {
  const words = readCommand(text)
  return 'do' in words ? words.do : words
}
const told = (text: string) => {
  const words = readCommand(text)
  return 'tell' in words ? words.tell : JSON.stringify(words)
}

describe('what is typed after /tidegate', () => {
  it.each([
    ['release serveml 2.4.0', { say: 'release', system: 'serveml', version: '2.4.0', environment: 'production' }],
    [
      'release serveml 2.4.0 --env staging --reason "the fix of 4711"',
      { say: 'release', system: 'serveml', version: '2.4.0', environment: 'staging', reason: 'the fix of 4711' },
    ],
    [
      'RELEASE serveml --reason=“smart quotes &amp; all” 2.4.0 —env=eu',
      { say: 'release', system: 'serveml', version: '2.4.0', environment: 'eu', reason: 'smart quotes & all' },
    ],
    ['status', { say: 'status' }],
    ['  status   serveml ', { say: 'status', about: 'serveml' }],
    ['approve serveml-2-4-0-1 go', { say: 'sign', release: 'serveml-2-4-0-1', gate: 'go' }],
    ['reject serveml-2-4-0-1 go', { form: { release: 'serveml-2-4-0-1', gate: 'go' } }],
    ['halt serveml-2-4-0-1 errors rise', { say: 'halt', release: 'serveml-2-4-0-1', reason: 'errors rise' }],
    [
      'rollback serveml-2-4-0-1 "users complain"',
      { say: 'rollback', release: 'serveml-2-4-0-1', reason: 'users complain' },
    ],
  ])('is read: %s', (text, words) => {
    expect(done(text)).toEqual(words)
  })

  it.each([
    [
      'relase serveml 2.4.0',
      'There is no command "relase"; nothing was done; did you mean `/tidegate release SYSTEM VERSION',
    ],
    ['dance', 'There is no command "dance"; nothing was done; `/tidegate help` lists them all'],
    ['<!channel>*x*', 'There is no command "!channelx"'],
    ['constructor', 'There is no command "constructor"'],
    ['release serveml', 'Release lacks its system or its version; nothing was done; it is `/tidegate release SYSTEM'],
    ['release serveml 2.4.0 because', '"because" is one word too many; a reason goes into quotes; nothing was done'],
    ['release serveml 2.4.0 --force', '"--force" is no option of release; nothing was done'],
    ['release serveml 2.4.0 --reason', '--reason lacks its value; nothing was done'],
    [
      `release serveml 2.4.0 --reason "${'x'.repeat(501)}"`,
      'The reason has 501 characters, at most 500 fit; nothing was done',
    ],
    ['status a b', 'Status is of one system or one release; nothing was done'],
    [
      'approve serveml-2-4-0-1',
      'Approve lacks its release or its gate; nothing was done; it is `/tidegate approve RELEASE GATE`',
    ],
    [
      'reject serveml-2-4-0-1 go because',
      'Reject takes a release and a gate; a form asks for the reason; nothing was done',
    ],
    ['halt serveml-2-4-0-1', 'Halt lacks its reason: people and the evidence need one; nothing was done'],
    ['rollback', 'Rollback lacks its release; nothing was done; it is `/tidegate rollback RELEASE REASON`'],
    ['drill', 'Drills come later; nothing was started.'],
  ])('is answered in one line when it is wrong: %s', (text, line) => {
    expect(told(text)).toContain(line)
    expect(told(text).split('\n')).toHaveLength(1)
  })

  it('is help when it is nothing', () => {
    expect(told('')).toBe(told('help'))
    for (const verb of ['release', 'status', 'approve', 'reject', 'halt', 'rollback', 'drill']) {
      expect(told('')).toContain(`/tidegate ${verb}`)
    }
  })
})
