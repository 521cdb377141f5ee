import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AccountState } from '../rehearsal/account/state.ts'
import type { PeopleScript } from '../rehearsal/people.ts'
import type { Scene } from '../rehearsal/rehearse.ts'
import { WrongInput } from '../shared/errors.ts'
import type { Images } from '../shared/plan/images.ts'
import { publishedDirectory, publishedPlan } from '../shared/plan/publish.ts'
import type { ReleasePlan } from '../shared/plan/release-plan.ts'
import type { AuthorPlan } from '../shared/plan/schema/plan.ts'
import { planFolder, readPlan } from './read-plan.ts'
import { resolveInRehearsal } from './resolve-in-rehearsal.ts'
import { readYaml, wrong } from './yaml-file.ts'

export interface Wanted {
  readonly version?: string
  readonly environment?: string
}

/** A plan with everything that its rehearsals start from. */
export interface OpenScene {
  readonly scene: Scene
  /** The plan as Admit will pin it, meeting what is live in account.yaml. */
  readonly resolved: ReleasePlan
  /** What is there now of everything that it would change. */
  readonly images: Images
}

/**
 * Reads a plan, its account and its people from disk.
 *
 * @throws {WrongInput} with one line per fault, each with its file, line and path
 */
export async function openScene(plan: string, { version, environment = 'production' }: Wanted): Promise<OpenScene> {
  const { folder, loaded } =
    version === undefined ? newestComplete(plan, environment) : readPlan({ plan, version, environment })
  const account = readYaml(
    join(folder, 'account.yaml'),
    'it says where a rehearsal starts; copy one from plans/serveml',
  )
  const state = account.parse(AccountState)
  if (!state.ok) throw wrong(state.faults)
  const published = publishedPlan(loaded)
  const { plan: resolved, images } = await resolveInRehearsal(account.value, published)
  const requester = loaded.plan.rehearsal?.requester
  const moved = resolved.cutover.filter((move) => move.unchanged === undefined)
  const scene: Scene = {
    system: resolved.system,
    environment,
    version: resolved.version,
    published,
    accountState: account.value,
    directory: publishedDirectory(loaded.people),
    people: peopleOf(loaded.plan.rehearsal),
    ...(requester !== undefined && { requester }),
    moves: (moved.length > 0 ? moved : resolved.cutover).map(({ name, steps }) => ({ move: name, steps })),
    bakeSeconds: resolved.bake.seconds,
  }
  return { scene, resolved, images }
}

export async function loadScene(plan: string, wanted: Wanted): Promise<Scene> {
  return (await openScene(plan, wanted)).scene
}

/** Whom the plan lets act in a rehearsal; nobody answers what is not written. */
function peopleOf(rehearsal: AuthorPlan['rehearsal']): PeopleScript {
  const gates = Object.entries(rehearsal?.people ?? {}).map(
    ([gate, deeds]) =>
      [
        gate,
        deeds.map(({ person, after, say = 'sign', reason }) => ({
          person,
          afterSeconds: after,
          say,
          ...(reason !== undefined && { reason }),
        })),
      ] as const,
  )
  const holds = Object.entries(rehearsal?.holds ?? {}).map(
    ([point, { after, ...deed }]) => [point, { ...deed, afterSeconds: after }] as const,
  )
  return { gates: Object.fromEntries(gates), holds: Object.fromEntries(holds) }
}

/** The newest version whose manifest names every part: a partial release is asked for by its name. */
function newestComplete(plan: string, environment: string): ReturnType<typeof readPlan> {
  const room = join(planFolder(plan), 'manifests')
  const versions = (existsSync(room) ? readdirSync(room) : [])
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  for (const version of versions) {
    const read = readPlan({ plan, version, environment })
    const { artifacts } = read.loaded.manifest
    if (Object.keys(read.loaded.plan.deploy).every((part) => part in artifacts)) return read
  }
  const [newest] = versions
  throw new WrongInput(
    newest === undefined
      ? `${room} holds no manifest; a manifest says which digest each part of a version has`
      : `no manifest in ${room} names every part of deploy; say which version is rehearsed: --version ${newest}`,
  )
}
