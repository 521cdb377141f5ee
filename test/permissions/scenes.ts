import { loadScene } from '../../cli/scene.ts'
import { parseFault } from '../../rehearsal/faults/index.ts'
import { type Asked, recordAsks } from '../../rehearsal/permissions/record.ts'
import { type RehearsalOptions, rehearse, type Scene } from '../../rehearsal/rehearse.ts'
import { launch, serveml } from '../stories/stage.ts'

/** One rehearsal of the set: a scene, its bad luck, and what is prepared. */
interface Night extends Partial<RehearsalOptions> {
  readonly scene: Scene
  readonly bad?: readonly object[]
}

/** Users are on green: the account as it is after a release to green, so that the next one goes to blue. */
export async function onGreen(): Promise<Scene> {
  const scene = await serveml()
  const text = JSON.stringify(scene.accountState)
    .replace('"set":"blue","weight":100', '"set":"blue","weight":0')
    .replace('"set":"green","weight":0', '"set":"green","weight":100')
    .replace(/("backend-blue":\{"revision":"serveml-backend-blue:7","count":)2/, '$10')
    .replace(/("backend-green":\{"revision":"serveml-backend-green:4","count":)0/, '$12')
  return { ...scene, accountState: JSON.parse(text) }
}

/** The little of account.yaml that is edited here. */
interface State {
  readonly lambda: { readonly 'model-serving-wrapper': { latest: string } }
  readonly ecs: { readonly tasks: { key?: string }[] }
}

/** A version that nobody published is asked for besides. */
const somebodyMistypes: Night['prepare'] = ({ engine, scheduler }) => {
  const input = { system: 'serveml', environment: 'production', version: '9.9.9', requester: 'fay' }
  scheduler.after(1000, () => engine.startExecution({ machine: 'tidegate-release', name: 'mistyped', input }))
}

/** A site whose distribution has no function that says which build it serves: the index itself is compared. */
export const siteTellsNoPrefix: Night['prepare'] = ({ hooks }) => {
  hooks.afterCall.push((call, outcome) => {
    const headers =
      call.what === 'http' && outcome.ok ? (outcome.output as { headers: Record<string, string> }).headers : {}
    delete headers['x-site-prefix']
    return undefined
  })
}

/** Whoever is asked follows their link: they look on in the release room, and sign on the page, the minute they are asked. */
const somebodyFollowsLinks: Night['prepare'] = ({ hooks, home, functions, scheduler }) => {
  const ask = (path: string, more: object, then: (answer: Answer) => void = () => {}) =>
    functions.invoke('web', requested(path, home.pages, more), (how) => 'output' in how && then(how.output as Answer))
  const sign = (path: string) =>
    ask(path, {}, ({ body, cookies = [] }) => {
      const csrf = /name="csrf" value="([^"]*)"/.exec(body)?.[1] ?? ''
      const form = { csrf, say: 'sign', typed: 'serveml 2.4.0', reason: '' }
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const posted = { headers, cookies: cookies.map((one) => one.split(';')[0]), body: `${new URLSearchParams(form)}` }
      ask(path, { ...posted, method: 'POST' })
    })
  hooks.afterCall.push((call) => {
    const found = call.what === 'SNS.Publish' ? /\/s\/[\w-]+/.exec((call.input as { Message: string }).Message) : null
    if (found === null) return undefined
    scheduler.after(60_000, () => ask(`${found[0]}/room`, {}))
    scheduler.after(90_000, () => sign(found[0]))
    return undefined
  })
}

/** KMS refuses the key of links: people are asked without one, and sign at the command line. */
const linksAreOff: Night['prepare'] = ({ hooks }) => {
  const refused = Object.assign(new Error('the key is disabled'), { name: 'DisabledException' })
  hooks.beforeCall.push((call) => (call.what === 'KMS.GenerateMac' ? { fail: refused } : undefined))
}

interface Answer {
  readonly body: string
  readonly cookies?: readonly string[]
}

/** A request as the HTTP API hands it over. */
const requested = (rawPath: string, pages = '', { method = 'GET', ...more }: { method?: string } = {}) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: {},
  requestContext: { domainName: new URL(pages).host, http: { method, path: rawPath, sourceIp: '192.0.2.7' } },
  ...more,
})

/** What happens to the plans of the folder besides the scripted faults: calm nights, both directions, the first launch. */
export async function nights(): Promise<Night[]> {
  const [scene, green, first] = [await serveml(), await onGreen(), await launch()]
  const alarm = (name: string, action: string, step: number) => ({
    kind: 'alarm',
    alarm: name,
    at: { action, step, is: 'settled', plusSeconds: 30 },
  })
  const changed = (edit: (state: State) => void): Scene => {
    const accountState = structuredClone(scene.accountState) as State
    edit(accountState)
    return { ...scene, accountState }
  }
  const code = 'sha256:c0a18bf6883b8e0e0b3600a1af5e14ce732812fab8d29ef94b2e5d4b75e8f21d'
  return [
    { scene },
    { scene: green },
    { scene: green, bad: [alarm('serveml-5xx', 'api.serveml.example', 25)] },
    { scene: await loadScene('serveml', { version: '2.4.1' }) },
    // CI has put the new code under $LATEST already: only the version is missing.
    {
      scene: changed((state) => {
        state.lambda['model-serving-wrapper'].latest = code
      }),
    },
    // The load run ends well and writes no summary.
    {
      scene: changed((state) => {
        for (const task of state.ecs.tasks) delete task.key
      }),
    },
    { scene, prepare: somebodyMistypes },
    { scene, prepare: linksAreOff },
    { scene, prepare: somebodyFollowsLinks },
    { scene, prepare: siteTellsNoPrefix },
    // Died before its marker was written, and before the outcome was told.
    { scene, bad: [{ kind: 'crash', function: 'backup', call: 'S3.PutObject' }] },
    {
      scene,
      bad: [
        alarm('serveml-5xx', 'api.serveml.example', 25),
        { kind: 'crash', function: 'close', call: 'SFN.SendTaskSuccess' },
      ],
    },
    { scene: first },
    { scene: first, bad: [alarm('serveml-5xx', 'api.serveml.example', 10)] },
  ]
}

/**
 * Rehearses them all and answers what AWS would have asked IAM about, by function.
 *
 * @param asked what was asked for in other nights; it is added to
 */
export async function askedIn(some: readonly Night[], asked: Asked = new Map()): Promise<Asked> {
  for (const { scene, bad = [], prepare, ...options } of some) {
    await rehearse(scene, {
      seed: 1,
      requester: 'fay',
      ...options,
      faults: bad.map((one) => parseFault(one, 'night')),
      prepare: (bench) => {
        recordAsks(bench, asked)
        prepare?.(bench)
      },
    })
  }
  return asked
}
