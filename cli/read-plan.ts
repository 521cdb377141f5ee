import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { WrongInput } from '../shared/errors.ts'
import { nearest, tellFault } from '../shared/plan/fault.ts'
import { type Loaded, loadPlan, type SourceFile } from '../shared/plan/load.ts'

export interface Wanted {
  /** A folder, or the name of a system under plans/. */
  readonly plan: string
  readonly version: string
  readonly environment?: string
}

/** Finds the folder of a plan: as given, or by name under plans/. */
export function planFolder(plan: string): string {
  for (const folder of [plan, join('plans', plan)]) {
    if (existsSync(join(folder, 'plan.yaml'))) return folder
  }
  const known = existsSync('plans')
    ? readdirSync('plans').filter((one) => statSync(join('plans', one)).isDirectory())
    : []
  const near = nearest(plan, known)
  throw new WrongInput(
    `there is no plan "${plan}": neither ${join(plan, 'plan.yaml')} nor ${join('plans', plan, 'plan.yaml')} exists` +
      (near === undefined ? '' : `; did you mean "${near}"?`),
  )
}

/** Names of the environments that a plan has. */
export const environmentsOf = (plan: string): string[] =>
  readdirSync(join(planFolder(plan), 'environments'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))

/** `people.yaml` of a plan, of the folder of plans that it lies in, or of `plans/` here. */
export function peopleSource(folder: string): SourceFile {
  const places = [folder, join(folder, '..'), 'plans'].map((one) => join(one, 'people.yaml'))
  const file = places.find((one) => existsSync(one))
  if (file !== undefined) return { file: relative('.', file), text: readFileSync(file, 'utf8') }
  throw new WrongInput(
    `neither ${places[0]} nor ${places[1]} exists, so nobody could sign; copy plans/people.yaml and say who your people are`,
  )
}

/**
 * Reads plan, environment, manifest of one version and people from disk.
 *
 * @throws {WrongInput} with one line per fault, each with its file, line and path
 */
export function readPlan({ plan, version, environment = 'production' }: Wanted): { folder: string; loaded: Loaded } {
  const folder = planFolder(plan)
  const source = (room: string, name: string) => {
    const file = join(folder, room, `${name}.yaml`)
    if (existsSync(file)) return { file: relative('.', file), text: readFileSync(file, 'utf8') }
    const known = existsSync(join(folder, room))
      ? readdirSync(join(folder, room)).map((one) => one.replace(/\.yaml$/, ''))
      : []
    const near = nearest(name, known)
    const right = near === undefined ? `there is ${known.join(', ') || 'none'}` : `did you mean "${near}"?`
    throw new WrongInput(`${file} does not exist; ${right}`)
  }
  const result = loadPlan({
    plan: source('.', 'plan'),
    environment: source('environments', environment),
    manifest: source('manifests', version),
    people: peopleSource(folder),
  })
  if (!result.ok) throw new WrongInput(result.faults.map(tellFault).join('\n'))
  return { folder, loaded: result.loaded }
}
