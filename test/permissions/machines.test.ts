import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publishedPlans } from '../../cli/permissions.ts'
import { rehearse } from '../../rehearsal/rehearse.ts'
import { rehearsedNames } from '../../rehearsal/roles.ts'
import { machineNames, permissions, type Statement } from '../../shared/permissions/index.ts'
import { calledBy } from '../../shared/permissions/machines.ts'
import { launch, serveml } from '../stories/stage.ts'
import { allows } from './evaluate.ts'
import { home } from './home.ts'

const granted = await permissions(publishedPlans('plans'), rehearsedNames(home))

describe('the role of a machine', () => {
  it.each(machineNames)('%s names the functions that its definition calls, and no other', (machine) => {
    const text = readFileSync(join(import.meta.dirname, `../../statemachines/${machine}.asl.yaml`), 'utf8')
    const named = [...text.matchAll(/\$\{(\w+)Function\}/g)].map(([, name = '']) =>
      name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
    )
    expect([...calledBy[machine]].sort()).toEqual([...new Set(named)].sort())
  })

  it('allows each call that a machine makes in a rehearsal, its child and the rule that tells of its end', async () => {
    const at25 = { action: 'api.serveml.example', step: 25, is: 'settled' }
    const alarm = { kind: 'alarm', alarm: 'serveml-5xx', at: at25 } as const
    const called = new Set<string>()
    for (const [scene, faults] of [
      [await serveml(), [alarm]],
      [await launch(), []],
    ] as const) {
      const run = await rehearse(scene, { seed: 1, requester: 'fay', faults })
      for (const { description, history } of run.executions) {
        const machine = description.stateMachineArn.split(':tidegate-').at(-1)
        for (const event of history) {
          const task = event['taskScheduledEventDetails'] as { parameters?: string } | undefined
          if (task === undefined) continue
          const { FunctionName, StateMachineArn } = JSON.parse(task.parameters ?? '{}') as Record<string, string>
          called.add(`${machine} ${FunctionName ?? StateMachineArn}`)
        }
      }
    }
    expect(called.size).toBeGreaterThan(15)
    for (const one of called) {
      const [machine, resource = ''] = one.split(' ') as [keyof typeof granted.machines, string]
      const statements = granted.machines[machine]
      if (resource.includes(':stateMachine:')) {
        const execution = `${resource.replace(':stateMachine:', ':execution:')}:serveml-2-4-0-1-change`
        expect(await allows(statements, { action: 'states:StartExecution', resource })).toBe(true)
        expect(await allows(statements, { action: 'states:StartExecution', resource: `${resource}:3` })).toBe(true)
        expect(await allows(statements, { action: 'states:StopExecution', resource: execution })).toBe(true)
        continue
      }
      // The way back calls the alias, as serverless.yml fills it in; a rehearsal has one version of everything.
      const qualified = machine === 'rollback' ? resource.replace(/:1$/, ':live') : resource
      expect(await allows(statements, { action: 'lambda:InvokeFunction', resource: qualified }), one).toBe(true)
      const unqualified = resource.replace(/:1$/, '')
      expect(await allows(statements, { action: 'lambda:InvokeFunction', resource: unqualified }), one).toBe(false)
    }
  })

  it('starts no machine but the release’s own child, and stops no other execution', async () => {
    const on = (action: string): [string, Statement][] =>
      Object.entries(granted.machines).flatMap(([name, all]) =>
        all.filter((one) => one.Action.includes(action)).map((one): [string, Statement] => [name, one]),
      )
    for (const action of ['states:StartExecution', 'states:StopExecution']) {
      expect(on(action).map(([name]) => name)).toEqual(['release'])
      for (const [, { Resource }] of on(action)) {
        for (const one of Resource) expect(one).toContain(':tidegate-change')
      }
    }
  })
})
