import { pageSide, sidedService } from '../sides.ts'
import type { CrossCheck, Crossed } from './port.ts'

/** Every part of deploy is shown to users by a move, and none of them before its gate. */
export const reachesUsers: CrossCheck = ({ plan, environment }) => {
  const faults: Crossed[] = []
  const say = (path: Crossed['path'], what: string, why: string, right: string) =>
    faults.push({ of: 'plan', path, what, why, right })
  const moves = plan.cutover
  const noMove = 'it would be deployed and never reach a user'
  for (const [name, part] of Object.entries(plan.deploy)) {
    const path = ['deploy', name]
    if ('lambda-version' in part && !moves.some((move) => 'lambda-alias' in move && move['lambda-alias'] === name))
      say(path, 'no move points an alias at it', noMove, `add to cutover: {lambda-alias: ${name}}`)
    if ('site-files' in part && !moves.some((move) => 'site-pointer' in move && move['site-pointer'] === name))
      say(path, 'no move points a site at it', noMove, `add to cutover: {site-pointer: ${name}}`)
    if (!('ecs-service' in part)) continue
    const service = part['ecs-service']
    if (service === sidedService) {
      const same = Object.entries(plan.deploy).find(
        ([, one]) => 'ecs-service' in one && one['ecs-service'] === sidedService,
      )
      if (same !== undefined && same[0] !== name)
        say(
          path,
          `is the same service as ${same[0]}`,
          'a side has one service, and the later image would win',
          'make both one part, or give the second its own service',
        )
      if (part.strategy !== undefined)
        say(
          [...path, 'strategy'],
          'is for services in place',
          'a side that is idle is simply brought up',
          'take `strategy` away',
        )
      if (!moves.some((move) => 'names' in move))
        say(path, 'no move points a name at its side', noMove, `add to cutover: {names: …, to: "\${side.target}"}`)
      for (const [side, { service: own }] of Object.entries(plan.sides))
        if (own === undefined && side !== pageSide)
          say(
            ['sides', side],
            `has no service for ${name}`,
            'nothing would be deployed there, and users sent there',
            'name its `service`',
          )
      continue
    }
    const move = moves.findIndex((one) => 'ecs-service' in one && one['ecs-service'] === service)
    const found = moves[move]
    if (part.strategy === undefined || found === undefined || !('strategy' in found)) {
      const right = `give it a \`strategy\` and add to cutover: {ecs-service: ${service}, strategy: ${part.strategy ?? 'rolling'}}`
      say(path, `${service} is on no side`, 'users would meet it at once, before the gate of the cutover', right)
    } else if (found.strategy !== part.strategy) {
      say(
        ['cutover', move, 'strategy'],
        `deploy says "${part.strategy}"`,
        'one service is updated in one way',
        'say the same in both',
      )
    }
  }
  for (const [at, move] of moves.entries()) {
    if (
      'ecs-service' in move &&
      !Object.values(plan.deploy).some((part) => 'ecs-service' in part && part['ecs-service'] === move['ecs-service'])
    )
      say(
        ['cutover', at],
        'no part of deploy says what it is moved to',
        'a service is moved to an image of the manifest',
        `add to deploy: {ecs-service: ${move['ecs-service']}, strategy: ${move.strategy}}`,
      )
    if (!('names' in move)) continue
    const name = environment.names[move.names]
    for (const [side, { target }] of Object.entries(plan.sides)) {
      const to = environment.targets[target]
      if (name === undefined || to === undefined) continue
      const isFit = name.type === 'CNAME' ? to.value !== undefined : to.alias !== undefined || to.value !== undefined
      if (!isFit)
        say(
          ['sides', side, 'target'],
          `${target} has no value for the CNAME ${move.names}`,
          'an alias and a CNAME are different records',
          `give ${target} a \`value\`, or make ${move.names} an A record`,
        )
    }
  }
  return faults
}
