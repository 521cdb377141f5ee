import { describe, expect, it } from 'vitest'
import { tellFault } from '../../../shared/plan/fault.ts'
import { loadPlan, type Sources } from '../../../shared/plan/load.ts'
import { faultsOf, loaded, sources } from './files.ts'

const files = {
  plan: 'plans/serveml/plan.yaml',
  environment: 'plans/serveml/environments/production.yaml',
  manifest: 'plans/serveml/manifests/2.4.0.yaml',
  people: 'plans/people.yaml',
} as const

/** What was wrong, what is there now, and the one message about it: place, what and why, and what would be right. */
type Case = readonly [of: keyof Sources, from: string, to: string, told: string, right: string]

const hold = (cases: readonly Case[]) =>
  it.each(cases.map(([of, from, to, told, right]) => ({ of, from, to, told, right })))(
    '$of: $to',
    ({ of, from, to, told, right }) => {
      expect(faultsOf(of, from, to)).toEqual([`${files[of]}:${told}\n    ${right}`])
    },
  )

describe('our plans', () => {
  it.each([
    ['serveml', '2.2.9'],
    ['serveml', '2.3.1'],
    ['serveml', '2.4.0'],
    ['serveml', '2.4.1'],
    ['serveml-launch', '1.0.0'],
  ])('%s %s loads', (system, version) => expect(loaded(system, version).manifest.version).toBe(version))
})

describe('what is unknown is refused, with a suggestion', () => {
  const never = 'is unknown: what is unknown is never ignored'
  hold([
    ['plan', 'bake: 24h', 'bakes: 24h', `33:1  bakes: "bakes" ${never}`, 'did you mean "bake"?'],
    [
      'plan',
      'error-rate: {tripwire: 1%, goal: 0.1%}',
      'error-rate: {tripwire: 1%, gaol: 0.1%}',
      `30:30  watch.error-rate.gaol: "gaol" ${never}`,
      'did you mean "goal"?',
    ],
    [
      'plan',
      '{lambda-version: model',
      '{lamda-version: model',
      `15:19  deploy.model-serving.lamda-version: "lamda-version" ${never}`,
      'did you mean "lambda-version"?',
    ],
    [
      'plan',
      '- dynamodb-backup',
      '- redis-dump',
      `10:5  backup[0].redis-dump: "redis-dump" ${never}`,
      'known here: dynamodb-backup, s3-versioning',
    ],
    [
      'plan',
      'sign: [executive,',
      'sign: [{role: executive, cuont: 2},',
      `39:38  gates.cutover.sign[0].cuont: "cuont" ${never}`,
      'did you mean "count"?',
    ],
    [
      'environment',
      'cluster: serveml-prod',
      'clutser: serveml-prod',
      `9:5  services.backend-blue.clutser: "clutser" ${never}`,
      'did you mean "cluster"?',
    ],
    ['manifest', 'artifacts:', 'artifact:', `4:1  artifact: "artifact" ${never}`, 'did you mean "artifacts"?'],
    [
      'plan',
      'default: roll-back',
      'default: rollback',
      '35:28  hold.default: "rollback" is none of go-on, step-back, roll-back: what happens when nobody does',
      'did you mean "roll-back"?',
    ],
  ])
})

describe('what is missing is told where it belongs', () => {
  hold([
    [
      'plan',
      'bake: 24h\n',
      '',
      '2:1  bake: is missing: how long it is watched after the last move',
      'write 90s, 10m, 24h or 7d',
    ],
    [
      'plan',
      ', full: 30m',
      '',
      '34:7  back.full: is missing: everything back, data too, after people',
      'write 90s, 10m, 24h or 7d',
    ],
    [
      'environment',
      'region: eu-west-1\n',
      '',
      '3:1  region: is missing: where everything is, but for Route 53 and CloudFront',
      'use letters, digits, dots, dashes and underscores, beginning with a letter or digit; quote numbers',
    ],
  ])
  it('an empty file', () => {
    const all = sources()
    const result = loadPlan({ ...all, plan: { ...all.plan, text: '' } })
    expect(result.ok ? [] : result.faults.map(tellFault)).toEqual([
      `${files.plan}:1:1  the file: is empty: nothing is guessed\n    copy one from plans/serveml`,
    ])
  })
})

describe('a value that does not fit', () => {
  const unit = 'nobody remembers the unit of a bare number at night'
  const period = 'is shorter than one CloudWatch period (60 s): no alarm could go off in time'
  hold([
    ['plan', 'bake: 24h', 'bake: 24', `33:7  bake: 24 is no duration: ${unit}`, 'write 90s, 10m, 24h or 7d'],
    ['plan', 'bake: 24h', 'bake: 0m', `33:7  bake: "0m" is no duration: ${unit}`, 'write 90s, 10m, 24h or 7d'],
    ['plan', 'bake: 24h', 'bake: 30s', `33:7  bake: ${period}`, 'bake for 1m or longer; 24h sees a whole day'],
    ['plan', 'watch: 5m', 'watch: 5s', `27:32  cutover[2].watch: ${period}`, 'watch for 1m or longer'],
    [
      'plan',
      '[5, 25, 100]',
      '[25, 5, 100]',
      '26:63  cutover[1].steps: [25, 5, 100] do not rise: a move goes one way, and the way back is the rollback',
      'write them ascending',
    ],
    [
      'plan',
      '[5, 25, 100]',
      '[5, 25, 90]',
      '26:63  cutover[1].steps: [5, 25, 90] do not end at 100: the move would never end',
      'make the last step 100',
    ],
    [
      'plan',
      '[5, 25, 100]',
      '[5, 250, 100]',
      '26:63  cutover[1].steps: [5, 250, 100] are no shares: a step is a percentage of users',
      'write whole numbers from 1 to 100',
    ],
    [
      'plan',
      'tripwire: 1%',
      'tripwire: 1',
      '30:26  watch.error-rate.tripwire: 1 is no share: 1 may mean 1 % or all of it',
      'write 1% or 0.1%',
    ],
    [
      'plan',
      'tripwire: 1s',
      'tripwire: 1',
      '31:27  watch.latency-p95.tripwire: 1 is no latency: a bare number may be seconds or milliseconds',
      'write 500ms or 1s',
    ],
    [
      'plan',
      'health: /health',
      'health: health',
      '14:53  deploy.backend.health: "health" is no path: it is asked at every name that is moved',
      'begin it with a slash: /health',
    ],
    [
      'plan',
      '[executive, product-manager]',
      '[]',
      '39:19  gates.cutover.sign: names nobody: a gate that nobody signs is no gate',
      'name at least one role, or leave the gate out',
    ],
    [
      'plan',
      'journey: register',
      'journey: 7',
      '19:14  verify[0].journey: 7 is no name: names become names of resources, journal lines and links',
      'use letters, digits, dots, dashes and underscores, beginning with a letter or digit; quote numbers',
    ],
    [
      'plan',
      '{lambda-version: model-serving-wrapper}',
      'model-serving-wrapper',
      '15:18  deploy.model-serving: "model-serving-wrapper" does not fit: nothing is guessed',
      'write a map here',
    ],
    [
      'environment',
      'account: "111122223333"',
      'account: 111122223333',
      '4:10  account: 111122223333 is no account id: YAML reads leading zeros away',
      'quote its 12 digits',
    ],
    [
      'environment',
      'releases/${digest}/',
      'releases/',
      '63:13  sites.web.prefix: "releases/" is the same for every build: a release would overwrite what users get now',
      'put ${digest} into it',
    ],
    [
      'environment',
      'max: 500, ',
      '',
      '105:9  tasks.load.thresholds[0]: has neither max nor min: such a threshold holds for anything',
      'name max or min',
    ],
    [
      'manifest',
      'version: "2.4.0"',
      'version: 2.4',
      '3:10  version: 2.4 is no version: YAML reads 2.10 as the number 2.1',
      'quote it: "2.4.0"',
    ],
    [
      'manifest',
      'backend: sha256:9e07d909b4aca1912272a80924ff1499351ece0df2ea616e54361b0558727ab4',
      'backend: latest',
      '5:12  artifacts.backend: "latest" is no digest: tags move, a digest does not',
      'write sha256: and 64 hex digits',
    ],
  ])
})

describe('a name that means nothing', () => {
  const guessed = 'a name that means nothing is not guessed'
  hold([
    [
      'plan',
      'service: backend-blue',
      'service: backend-bleu',
      `5:20  sides.blue.service: "backend-bleu" is not among the environment's services: ${guessed}`,
      'did you mean "backend-blue"?',
    ],
    [
      'plan',
      'after: backend}',
      'after: backnd}',
      `16:33  deploy.web.after: "backnd" is not among the other parts of deploy: ${guessed}`,
      'did you mean "backend"?',
    ],
    [
      'plan',
      '${side.service}',
      '${side.servce}',
      `14:26  deploy.backend.ecs-service: "\${side.servce}" is not among the environment's services: ${guessed}`,
      'did you mean "${side.service}"?',
    ],
    [
      'plan',
      'journey: register',
      'journey: registr',
      `19:14  verify[0].journey: "registr" is not among the environment's journeys: ${guessed}`,
      'did you mean "register"?',
    ],
    [
      'plan',
      'lambda-alias: model-serving',
      'lambda-alias: backend',
      `25:20  cutover[0].lambda-alias: "backend" is not among the parts of deploy that are a lambda-version: ${guessed}`,
      'known here: model-serving',
    ],
    [
      'plan',
      'sign: [executive',
      'sign: [exectuive',
      `39:20  gates.cutover.sign[0]: "exectuive" is not among the roles that people.yaml gives: ${guessed}`,
      'did you mean "executive"?',
    ],
    [
      'plan',
      'person: dee',
      'person: deee',
      `49:18  rehearsal.people.cutover[0].person: "deee" is not among the people of people.yaml: ${guessed}`,
      'did you mean "dee"?',
    ],
    [
      'plan',
      'to: "${side.target}"',
      'to: alb-green',
      '26:38  cutover[1].to: "alb-green" is no side that can be chosen: which side is next is read from what is live',
      'write to: "${side.target}"',
    ],
    [
      'environment',
      'releases/${digest}/',
      'releases/${digest}/${stage}/',
      '63:13  sites.web.prefix: ${stage} is unknown here: it would be taken literally',
      'known here: digest',
    ],
    [
      'manifest',
      '  web:',
      '  wbe:',
      '7:8  artifacts.wbe: "wbe" is no part of deploy: nothing would bring it out',
      'did you mean "web"?',
    ],
    [
      'environment',
      'artifact: backend',
      'artifact: bckend',
      '83:15  tasks.smoke.artifact: "bckend" is no part of deploy: no digest would say which image is run',
      'did you mean "backend"?',
    ],
  ])
})

describe('parts that do not go together', () => {
  hold([
    [
      'plan',
      '"${side.service}", health',
      '"${side.service}", after: web, health',
      '14:52  deploy.backend.after: these wait for each other: backend → web → backend: none of them would ever begin',
      'take one `after` away',
    ],
    [
      'plan',
      '  - {site-pointer: web, watch: 5m}\n',
      '',
      '16:8  deploy.web: no move points a site at it: it would be deployed and never reach a user',
      'add to cutover: {site-pointer: web}',
    ],
    [
      'plan',
      '"${side.service}", health',
      'backend-blue, health',
      '14:12  deploy.backend: backend-blue is on no side: users would meet it at once, before the gate of the cutover',
      'give it a `strategy` and add to cutover: {ecs-service: backend-blue, strategy: rolling}',
    ],
    [
      'plan',
      'health: /health}\n',
      'health: /health}\n  worker: {ecs-service: "${side.service}"}\n',
      '15:11  deploy.worker: is the same service as backend: a side has one service, and the later image would win',
      'make both one part, or give the second its own service',
    ],
    [
      'plan',
      'service: backend-green, ',
      '',
      '6:10  sides.green: has no service for backend: nothing would be deployed there, and users sent there',
      'name its `service`',
    ],
    [
      'plan',
      '[executive, product',
      '[{role: executive, count: 2}, product',
      '39:20  gates.cutover.sign[0]: 2 × executive are asked, and there is dee: the gate could never open',
      'ask fewer, or give the role to more people',
    ],
    [
      'plan',
      'goal: 0.1%',
      'goal: 2%',
      '30:36  watch.error-rate.goal: is above the tripwire: the release would be back before it is asked',
      'make the goal the stricter of both',
    ],
    [
      'plan',
      'fast: 5m',
      'fast: 50m',
      '34:14  back.fast: is longer than `full`: the full way back begins with the fast one',
      'promise less time for fast, or more for full',
    ],
    [
      'plan',
      '- task: load',
      '- task: smoke',
      '22:11  verify[3].task: "smoke" is there twice: the journal tells changes apart by their names',
      'give it another name, or take it away',
    ],
    [
      'plan',
      'bake: 24h',
      'bake: 24h\nx: 1',
      '34:1  x: "x" is unknown: what is unknown is never ignored',
      'known here: system, profile, sides, backup, migrate, deploy, verify, cutover, watch, bake, back, hold, gates, rehearsal',
    ],
    [
      'manifest',
      'version: "2.4.0"',
      'version: "2.4.1"',
      '3:10  version: "2.4.1" is not what the file is named for: another version would be released than was asked for',
      'write "2.4.0", or rename the file',
    ],
    [
      'environment',
      'environment: production',
      'environment: prod',
      '3:14  environment: "prod" is not what the file is named for: another environment would be changed than was asked for',
      'write production, or rename the file',
    ],
  ])
})

describe('what is no YAML', () => {
  hold([
    [
      'plan',
      'system: serveml',
      'system: serveml\nsystem: serveml',
      '3:1  the file: this is no YAML: Map keys must be unique: nothing of it can be read',
      'check indentation, quotes and keys that stand twice',
    ],
    [
      'plan',
      'sides:',
      'sides: [',
      '6:3  the file: this is no YAML: Missing , between flow sequence items: nothing of it can be read',
      'check indentation, quotes and keys that stand twice',
    ],
  ])
})
