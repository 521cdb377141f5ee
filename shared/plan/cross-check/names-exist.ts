import { sidedService, sidedTarget } from '../sides.ts'
import { type CrossCheck, known } from './port.ts'

/** Everything a plan names must be in its environment, or in itself; nothing unknown gets as far as a release. */
export const namesExist: CrossCheck = ({ plan, environment }) => {
  const of = (
    room: 'services' | 'targets' | 'tables' | 'buckets' | 'functions' | 'sites' | 'tasks' | 'journeys' | 'names',
  ) => [Object.keys(environment[room]), `the environment's ${room}`] as const
  const parts = Object.keys(plan.deploy)
  const partsOf = (kind: string) =>
    [parts.filter((name) => kind in plan.deploy[name]!), `the parts of deploy that are a ${kind}`] as const
  return [
    ...Object.entries(plan.sides).flatMap(([side, { service, target }]) => [
      ...(service === undefined ? [] : known(['sides', side, 'service'], service, ...of('services'))),
      ...known(['sides', side, 'target'], target, ...of('targets')),
    ]),
    ...(plan.backup ?? []).flatMap((backup, at) =>
      'dynamodb-backup' in backup
        ? known(['backup', at, 'dynamodb-backup'], backup['dynamodb-backup'], ...of('tables'))
        : known(['backup', at, 's3-versioning'], backup['s3-versioning'], ...of('buckets')),
    ),
    ...Object.entries(plan.deploy).flatMap(([name, part]) => {
      const others = parts.filter((one) => one !== name)
      const after = (part.after ?? []).flatMap((one) =>
        known(['deploy', name, 'after'], one, others, 'the other parts of deploy'),
      )
      if ('lambda-version' in part)
        return [...known(['deploy', name, 'lambda-version'], part['lambda-version'], ...of('functions')), ...after]
      if ('site-files' in part)
        return [...known(['deploy', name, 'site-files'], part['site-files'], ...of('sites')), ...after]
      const services = [sidedService, ...Object.keys(environment.services)]
      return [
        ...known(['deploy', name, 'ecs-service'], part['ecs-service'], services, "the environment's services"),
        ...after,
      ]
    }),
    ...Object.entries(plan.migrate ?? {}).flatMap(([name, { task }]) =>
      known(['migrate', name, 'task'], task, ...of('tasks')),
    ),
    ...(plan.verify ?? []).flatMap((one, at) =>
      'task' in one
        ? known(['verify', at, 'task'], one.task, ...of('tasks'))
        : known(['verify', at, 'journey'], one.journey, ...of('journeys')),
    ),
    ...plan.cutover.flatMap((move, at) => {
      if ('lambda-alias' in move)
        return known(['cutover', at, 'lambda-alias'], move['lambda-alias'], ...partsOf('lambda-version'))
      if ('site-pointer' in move)
        return known(['cutover', at, 'site-pointer'], move['site-pointer'], ...partsOf('site-files'))
      if ('ecs-service' in move) return known(['cutover', at, 'ecs-service'], move['ecs-service'], ...of('services'))
      const name = known(['cutover', at, 'names'], move.names, ...of('names'))
      if (move.to === sidedTarget) return name
      const right = `write to: "${sidedTarget}"`
      return [
        ...name,
        {
          of: 'plan' as const,
          path: ['cutover', at, 'to'],
          what: `"${move.to}" is no side that can be chosen`,
          why: 'which side is next is read from what is live',
          right,
        },
      ]
    }),
  ]
}
