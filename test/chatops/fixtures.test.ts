import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readCommand } from '../../shared/chatops/commands.ts'
import { readRequest } from '../../shared/chatops/payload.ts'
import { signedBySlack } from '../../shared/chatops/signature.ts'
import { bodies, fixture, folder } from './fixtures.ts'

interface Fixture {
  readonly at: string
  readonly signingSecret: string
  readonly headers: Record<string, string>
  readonly body: string
}
const read = (name: string) => readFileSync(join(folder, `${name}.json`), 'utf8')
const names = Object.keys(bodies)

describe('the requests of events/slack', () => {
  it('are all there, and no others: node test/chatops/fixtures.ts writes them', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
    expect(files.sort()).toEqual(names.map((name) => `${name}.json`).sort())
  })

  it.each(names)('is signed by Slack at its moment, and by nobody a byte later: %s', (name) => {
    expect(read(name)).toBe(fixture(name))
    const { at, signingSecret, headers, body } = JSON.parse(read(name)) as Fixture
    const signed = (text: string) => signedBySlack(headers, Buffer.from(text), signingSecret, Date.parse(at)).signed
    expect([signed(body), signed(`${body}x`), signed(body.slice(1))]).toEqual([true, false, false])
  })

  it.each([
    [
      'command-release',
      { is: 'command', text: 'release serveml 2.4.0 --reason "the fix"', from: { user: 'U0FAY', team: 'T0SERVEML' } },
    ],
    [
      'button-sign',
      { is: 'said', said: { say: 'sign', gate: 'go', signedDigest: 'sha256:what-was-shown' }, from: { user: 'U0ANA' } },
    ],
    ['button-reject', { is: 'form', form: { reject: { gate: 'go' } }, trigger: '1111.2222.0123456789abcdef' }],
    ['button-go-on', { is: 'said', said: { say: 'answer', answer: 'go-on' } }],
    ['button-step-back', { is: 'said', said: { say: 'answer', answer: 'step-back' } }],
    ['button-roll-back', { is: 'form', form: { rollBack: { hold: 'api.serveml.example/25@1795298400000' } } }],
    [
      'form-reject',
      { is: 'said', said: { say: 'reject', reason: 'the pen test is not done' }, from: { user: 'U0BO' } },
    ],
    ['form-roll-back', { is: 'said', said: { say: 'answer', answer: 'roll-back', reason: 'too many calls' } }],
  ])('means what its name says: %s', (name, meaning) => {
    expect(readRequest((JSON.parse(read(name)) as Fixture).body)).toMatchObject(meaning)
  })

  it('hold every command once', () => {
    const said = names
      .filter((name) => name.startsWith('command-'))
      .map((name) => readRequest((JSON.parse(read(name)) as Fixture).body))
      .map((asked) => readCommand(asked.is === 'command' ? asked.text : 'no command'))
    expect(said.every((words) => !('tell' in words) || !words.tell.startsWith('There is no command'))).toBe(true)
  })

  it('name a person of another workspace as one, also where a channel is shared', () => {
    const payload = (team_id: string) =>
      new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_actions',
          user: { id: 'U0FAY', team_id },
          team: { id: 'T0SERVEML' },
          actions: [{ action_id: 'tidegate-go-on', value: '{"release":"r","hold":"h"}' }],
        }),
      }).toString()
    expect(readRequest(payload('T0SERVEML'))).toMatchObject({ from: { team: 'T0SERVEML' } })
    expect(readRequest(payload('T0OTHER'))).toMatchObject({ from: { team: 'T0OTHER/T0SERVEML' } })
  })
})

describe("the app's manifest", () => {
  const manifest = parse(readFileSync(join(folder, 'manifest.yaml'), 'utf8'))

  it('asks for three rights and no more, and leads both kinds of request to one address', () => {
    expect(manifest.oauth_config.scopes).toEqual({ bot: ['commands', 'chat:write', 'users:read'] })
    const [command] = manifest.features.slash_commands
    expect([command.command, command.url]).toEqual(['/tidegate', manifest.settings.interactivity.request_url])
    expect(command.usage_hint.length).toBeLessThanOrEqual(1_000)
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
  })
})
