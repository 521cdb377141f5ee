import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startKilobytesMax } from './budgets.ts'
import { type Bundle, bundle } from './bundle.ts'
import { lint } from './cfn-lint.ts'
import type { Template } from './cloudformation.ts'
import { definitionFaults } from './definitions.ts'
import { drillResources } from './drills.ts'
import { bundleFaults } from './faults.ts'
import { measure } from './measure.ts'
import { packageAll } from './package.ts'
import { checkFolder, templateFile } from './places.ts'
import { subscriptions } from './subscriptions.ts'
import { readTemplate } from './template.ts'

/** What is checked has a Slack app, a chat topic and a sign-in too, which the stages that are in git do not have. */
const withPeople = [
  '--param=slackSecret=arn:aws:secretsmanager:us-east-1:111122223333:secret:tidegate/slack-Ab3dEf',
  '--param=chatTopic=arn:aws:sns:us-east-1:111122223333:releases-in-chat',
  '--param=oidcIssuer=https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example',
  '--param=oidcClient=2h1example',
  '--param=oidcSecret=arn:aws:secretsmanager:us-east-1:111122223333:secret:tidegate/sign-in-Ab3dEf',
]

/**
 * `npm run check:package`: whether what is packaged may go onto AWS, told by witnesses that nobody here wrote.
 *
 * @returns the exit code
 */
export async function checkPackage(root: string, write: (line: string) => void): Promise<number> {
  const quiet: string[] = []
  if (packageAll(root, withPeople, (line) => quiet.push(line)) !== 0) {
    write(quiet.join('\n'))
    return 1
  }
  const template = readTemplate(join(root, templateFile))
  const bundles: Bundle[] = []
  for (const name of functionsOf(template)) bundles.push(await bundle(name, root))
  const checks: readonly (readonly [string, string[]])[] = [
    ['every definition is one that Step Functions takes, and the very file', definitionFaults(template, root)],
    [
      'every bundle has what it needs and no more',
      bundles.flatMap((one) => bundleFaults(one, startKilobytesMax[one.name])),
    ],
    ['cfn-lint has nothing to say', lint(root, withEverything(template, root))],
  ]
  for (const [what, faults] of checks) {
    write(`${faults.length === 0 ? 'ok' : 'NOT OK'}  ${what}`)
    for (const fault of faults) write(`        ${fault}`)
  }
  writeContents(root, bundles)
  write(`what each bundle is made of: ${checkFolder}/contents.txt`)
  return checks.every(([, faults]) => faults.length === 0) ? 0 : 1
}

/** `functions/admit.handler` → `admit`. */
const functionsOf = (template: Template): string[] =>
  Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => String(Properties['Handler']).replace(/^functions\/|\.handler$/g, ''))

/** The template with subscribers and a drill too, which the stages that are in git do not have. */
function withEverything(template: Template, root: string): string {
  const someone = subscriptions({
    notices: [{ protocol: 'email', endpoint: 'releases@tidegate.example' }],
    approvals: [{ approver: 'alice', protocol: 'email', endpoint: 'alice@tidegate.example' }],
  })
  const drill = drillResources('production', { schedule: 'cron(0 6 ? * MON *)', timezone: 'UTC', input: '{}' })
  const file = join(root, checkFolder, 'template.json')
  mkdirSync(join(root, checkFolder), { recursive: true })
  writeFileSync(
    file,
    JSON.stringify({ ...template, Resources: { ...template.Resources, ...someone, ...drill } }, null, 2),
  )
  return file
}

function writeContents(root: string, bundles: readonly Bundle[]): void {
  const text = bundles.map(measure).map(({ name, startBytes, allBytes, partsOnDemand, contents }) => {
    const rows = contents.map(([owner, bytes]) => `  ${String(bytes).padStart(8)}  ${owner}`)
    return `${name}: ${startBytes} bytes gzip at start, ${allBytes} with ${partsOnDemand} parts on demand\n${rows.join('\n')}`
  })
  writeFileSync(join(root, checkFolder, 'contents.txt'), `${text.join('\n\n')}\n`)
}

if (import.meta.main) {
  process.exitCode = await checkPackage(join(import.meta.dirname, '..', '..'), console.log)
}
