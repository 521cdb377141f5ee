import { checksItem } from '../../phases/work.ts'
import type { CrossCheck, Crossed } from './port.ts'

type Named = readonly [name: string, path: Crossed['path']]

/** The journal tells changes apart by their names. */
export const actionNames: CrossCheck = ({ plan: { migrate = {}, deploy, verify = [], cutover } }) => {
  const named: Named[] = [
    ...Object.keys(migrate).map((name): Named => [name, ['migrate', name]]),
    ...Object.keys(deploy).map((name): Named => [name, ['deploy', name]]),
    ...verify.flatMap((one, at): Named[] => ('task' in one ? [[one.task, ['verify', at, 'task']]] : [])),
    ...cutover.map((move, at): Named => {
      if ('names' in move) return [move.names, ['cutover', at, 'names']]
      if ('lambda-alias' in move) return [`alias of ${move['lambda-alias']}`, ['cutover', at, 'lambda-alias']]
      if ('site-pointer' in move) return [`pointer to ${move['site-pointer']}`, ['cutover', at, 'site-pointer']]
      return [move['ecs-service'], ['cutover', at, 'ecs-service']]
    }),
  ]
  return named.flatMap(([name, path], at): Crossed[] => {
    const right = 'give it another name, or take it away'
    if (name === checksItem)
      return [
        {
          of: 'plan',
          path,
          what: `"${name}" is taken`,
          why: 'so is called what asks the checks of the new side',
          right,
        },
      ]
    if (!named.slice(0, at).some(([one]) => one === name)) return []
    return [
      {
        of: 'plan',
        path,
        what: `"${name}" is there twice`,
        why: 'the journal tells changes apart by their names',
        right,
      },
    ]
  })
}
