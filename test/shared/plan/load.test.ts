import { describe, expect, it } from 'vitest'
import { faultsOf, loaded } from './files.ts'

describe('our plans', () => {
  it.each([
    ['serveml', '2.4.0'],
    ['serveml', '2.4.1'],
    ['serveml-launch', '1.0.0'],
  ])('%s %s loads', (system, version) => expect(loaded(system, version).manifest.version).toBe(version))
})

describe('a fault in a file is told once, with file, line and path,', () => {
  it('for an unknown key, with a suggestion', () => {
    expect(faultsOf('plan', 'bake: 24h', 'bakes: 24h')).toEqual([
      'plans/serveml/plan.yaml:2:1  bake: is missing\n    a duration has a unit: 90s, 10m, 24h or 7d',
      'plans/serveml/plan.yaml:33:8  bakes: "bakes" is unknown, and what is unknown is never ignored\n    did you mean "bake"?',
    ])
  })
  it('for an unknown kind of action', () => {
    const [fault, ...more] = faultsOf(
      'plan',
      '{lambda-version: model-serving-wrapper}',
      '{lamda-version: model-serving-wrapper}',
    )
    expect(more.every((one) => one.includes('deploy.model-serving'))).toBe(true)
    expect(`${fault}${more.join()}`).toContain('did you mean "lambda-version"?')
  })
  it.each([
    ['plan', 'watch: 10m}', 'watch: 10}', 'cutover[0].watch: a duration has a unit: 90s, 10m, 24h or 7d'],
    ['plan', 'bake: 24h', 'bake: 30s', 'bake: a bake shorter than one CloudWatch period (60 s) sees nothing'],
    ['plan', '[5, 25, 100]', '[5, 25, 90]', 'cutover[1].steps: the last step is 100: otherwise the move never ends'],
    ['plan', '[5, 25, 100]', '[25, 5, 100]', 'cutover[1].steps: steps rise'],
    [
      'plan',
      'service: backend-blue',
      'service: backend-bleu',
      'sides.blue.service: "backend-bleu" is not among the environment\'s services\n    did you mean "backend-blue"?',
    ],
    [
      'plan',
      'after: backend}',
      'after: backnd}',
      'deploy.web.after: "backnd" is not among the other parts of deploy\n    did you mean "backend"?',
    ],
    [
      'plan',
      'journey: register',
      'journey: registr',
      'verify[0].journey: "registr" is not among the environment\'s journeys\n    did you mean "register"?',
    ],
    ['plan', 'sign: [executive', 'sign: [exectuive', 'gates.cutover.sign[0]: "exectuive" is not among the roles'],
    ['plan', 'tripwire: 1%', 'tripwire: 1', 'watch.error-rate.tripwire: a share is written with its sign: 1%'],
    ['environment', 'account: "111122223333"', 'account: 111122223333', 'account: quote the account id'],
    ['manifest', 'version: "2.4.0"', 'version: 2.4', 'version: quote the version'],
    ['manifest', 'backend: sha256:', 'backend: latest-', 'artifacts.backend: '],
    [
      'manifest',
      '  web:',
      '  wbe:',
      'artifacts.wbe: "wbe" is no part of deploy, so nothing would bring it out\n    did you mean "web"?',
    ],
  ] as const)('in %s: %s → %s', (of, from, to, told) => {
    const faults = faultsOf(of, from, to)
    expect(
      faults.some((fault) => fault.includes(told)),
      faults.join('\n'),
    ).toBe(true)
    for (const fault of faults) expect(fault).toMatch(/^plans\/serveml\/\S+\.yaml:\d+:\d+ {2}/)
  })
  it('for parts that wait for each other', () => {
    const faults = faultsOf('plan', '"${side.service}", health', '"${side.service}", after: web, health')
    expect(faults[0]).toContain('these wait for each other: backend → web → backend')
  })
  it('for what is no YAML at all', () => {
    expect(faultsOf('plan', 'sides:', 'sides: [')[0]).toContain('this is no YAML')
  })
})
