import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testSecret } from '../../rehearsal/slack/join.ts'
import { commandBody, pressBody, signed, submitBody } from '../../rehearsal/slack/requests.ts'
import { reasonForm } from '../../shared/chatops/forms.ts'
import { actions } from '../../shared/chatops/values.ts'
import { team } from './people.ts'

/** Signed at this moment, with the secret of Slack's own example. */
export const at = '2026-11-21T22:00:00.000Z'
export const folder = join(import.meta.dirname, '../../events/slack')

const release = 'serveml-2-4-0-1'
const by = (user: string) => ({
  user,
  team,
  trigger: '1111.2222.0123456789abcdef',
  responseUrl: 'https://hooks.slack.com/commands/T0SERVEML/1111/answer',
})
const gate = { release, gate: 'go', signedDigest: 'sha256:what-was-shown' }
const hold = { release, hold: 'api.serveml.example/25@1795298400000' }
const press = (name: keyof typeof actions, value: object, user: string) =>
  pressBody({ action_id: actions[name], value: JSON.stringify(value) }, by(user))

/** Every kind of request that Slack sends, by the name of its file. */
export const bodies: Readonly<Record<string, string>> = {
  'command-release': commandBody('release serveml 2.4.0 --reason "the fix"', by('U0FAY')),
  'command-status': commandBody('status serveml', by('U0FAY')),
  'command-approve': commandBody(`approve ${release} go`, by('U0ANA')),
  'command-reject': commandBody(`reject ${release} go`, by('U0BO')),
  'command-halt': commandBody(`halt ${release} the telephones ring`, by('U0FAY')),
  'command-rollback': commandBody(`rollback ${release} users complain`, by('U0FAY')),
  'command-drill': commandBody('drill', by('U0FAY')),
  'command-help': commandBody('', by('U0FAY')),
  'button-sign': press('sign', gate, 'U0ANA'),
  'button-reject': press('reject', gate, 'U0BO'),
  'button-go-on': press('go-on', hold, 'U0FAY'),
  'button-step-back': press('step-back', hold, 'U0FAY'),
  'button-roll-back': press('roll-back', hold, 'U0FAY'),
  'form-reject': submitBody({ ...reasonForm({ reject: gate }) }, 'the pen test is not done', by('U0BO')),
  'form-roll-back': submitBody({ ...reasonForm({ rollBack: hold }) }, 'too many calls', by('U0FAY')),
}

export const fixture = (name: string): string => {
  const { headers, body } = signed(bodies[name]!, testSecret.signingSecret, Date.parse(at))
  return `${JSON.stringify({ at, signingSecret: testSecret.signingSecret, headers, body }, null, 2)}\n`
}

if (import.meta.main) for (const name of Object.keys(bodies)) writeFileSync(join(folder, `${name}.json`), fixture(name))
