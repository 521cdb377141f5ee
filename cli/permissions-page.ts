import { writeFileSync } from 'node:fs'
import { byAwsItself, notRehearsed, onAllOfASort, onAnything } from '../shared/permissions/exceptions.ts'
import type { Statement } from '../shared/permissions/index.ts'
import { withSignIn } from './package/sign-in.ts'
import { withChat } from './package/slack.ts'
import { packagedPermissions, stageNames } from './permissions.ts'

const file = 'docs/reference/permissions.md'

/** A stage that has a Slack app, a topic for chat and a sign-in, so that the page shows what those are good for. */
const own = (service: string, resource: string) =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`
const chat = {
  slackSecret: own('secretsmanager', 'secret:tidegate/slack-Ab3dEf'),
  chatTopic: own('sns', 'releases-in-chat'),
}

const signIn = {
  issuer: 'https://issuer.example',
  client: 'tidegate',
  secret: own('secretsmanager', 'secret:tidegate/sign-in-Ab3dEf'),
}

/** What every role may do, as a page: made from the very data that the roles are made from. */
export async function permissionsPage(): Promise<string> {
  const { functions, machines } = await packagedPermissions(withSignIn(withChat(stageNames('prod'), chat), signIn))
  const roles = (of: Readonly<Record<string, readonly Statement[]>>) =>
    Object.entries(of).flatMap(([name, statements]) => [`### ${name}`, '', ...table(statements), ''])
  return [
    '# Permissions',
    '',
    'Made by `npm run permissions` from `plans/` and `shared/permissions/`; do not edit. Resources are those of the plans',
    'in this repository and of a stage called `prod` that has a Slack app, a chat topic and a sign-in. How it works: [ADR 11](../adr/0011-roles-are-made-from-plans.md).',
    '',
    '## Functions',
    '',
    ...roles(functions),
    '## State machines',
    '',
    ...roles(machines),
    '## Exceptions',
    '',
    'On `*`, because AWS knows no resource or asks for all:',
    '',
    ...onAnything.map(({ actions, why, reference }) => `- ${code(actions)}: ${why} [AWS](${reference})`),
    '',
    'On all resources of one sort in the account:',
    '',
    ...onAllOfASort.map(({ actions, why, reference }) => `- ${code(actions)}: ${why} [AWS](${reference})`),
    '',
    'Called by AWS in the name of the role, so that no rehearsal sees it:',
    '',
    ...byAwsItself.map(({ actions, why, reference }) => `- ${code(actions)}: ${why} [AWS](${reference})`),
    '',
    'Used by no rehearsal of the test, and needed all the same:',
    '',
    ...notRehearsed.map(({ functions: names, actions, why }) => `- ${names.join(', ')}: ${code(actions)}: ${why}`),
    '',
  ].join('\n')
}

const code = (all: readonly string[]): string => all.map((one) => `\`${one}\``).join(', ')

function table(statements: readonly Statement[]): string[] {
  const rows = statements.map(({ Action, Resource, Condition = {} }) => {
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} \`${key}\`: ${values.join(', ')}`),
    )
    const cells = [Action.map((one) => `\`${one}\``), Resource.map((one) => `\`${one}\``), conditions]
    return `| ${cells.map((cell) => cell.join('<br>')).join(' | ')} |`
  })
  return ['| may | on | when |', '| --- | --- | --- |', ...rows]
}

if (import.meta.main) {
  writeFileSync(file, await permissionsPage())
  process.stdout.write(`wrote ${file}\n`)
}
