import { describe, expect, it } from 'vitest'
import alarm from '../../../events/eventbridge/alarm-goes-off.json' with { type: 'json' }
import deployed from '../../../events/eventbridge/ecs-deployment-completed.json' with { type: 'json' }
import type { WaitRecord, WaitSubject } from '../../../shared/ledger/records.ts'
import { wakeKeys } from '../../../shared/waits/keys.ts'
import { nextDue, paceSeconds } from '../../../shared/waits/pace.ts'

const wait = (subject: WaitSubject, detail: WaitRecord['detail'] = {}, endsAt = 1e12) =>
  ({ subject, detail, endsAt }) as WaitRecord

describe('the pace of looking', () => {
  it.each([
    ['bake', 60],
    ['outcome', 60],
    ['gate', 900],
    ['hold', 900],
  ] as [WaitSubject, number][])('of a %s is %i s, however often it has looked', (subject, seconds) => {
    expect([0, 1, 50].map((tick) => paceSeconds(wait(subject), tick))).toEqual([seconds, seconds, seconds])
  })
  it('of a change grows from its first to its last', () => {
    expect([0, 1, 2, 9].map((tick) => paceSeconds(wait('change', { pace: [10, 40] }), tick))).toEqual([10, 15, 23, 40])
  })
  it('of a watch is a minute, whatever the kind', () => {
    expect(paceSeconds(wait('change', { pace: [10, 400], watchSince: 5 }), 9)).toBe(60)
  })
})

describe('the next look', () => {
  it('is at the next moment that its wait names', () => {
    const named = wait('gate', { lookAt: [2_000, 4_000] }, 900_000)
    expect([1_000, 2_000, 4_000].map((now) => nextDue(named, 0, now))).toEqual([2_000, 4_000, 900_000])
  })
  it('is never after the end of its wait', () => expect(nextDue(wait('gate', {}, 5_000), 0, 1_000)).toBe(5_000))
  it('is not after a moment that its detail names', () => {
    expect(nextDue(wait('gate', { lookAt: 30_000 }), 0, 1_000)).toBe(30_000)
  })
  it('goes on at its pace when that moment is past', () => {
    expect(nextDue(wait('bake', { lookAt: 500 }), 0, 1_000)).toBe(61_000)
  })
})

describe('an event', () => {
  it('of a service wakes by the ARN of the service', () => {
    expect(wakeKeys(deployed)).toEqual([
      'ecs-service:arn:aws:ecs:eu-west-1:111122223333:service/serveml-prod/backend-green',
    ])
  })
  it('of an alarm wakes by its name', () => expect(wakeKeys(alarm)).toEqual(['alarm:serveml-5xx']))
  it('that an archive replays wakes nobody', () => expect(wakeKeys({ ...alarm, 'replay-name': 'again' })).toEqual([]))
  it('that nobody knows wakes nobody', () => {
    expect(wakeKeys({ source: 'aws.health', 'detail-type': 'AWS Health Event' })).toEqual([])
    expect(wakeKeys({ source: 'aws.ecs', 'detail-type': 'ECS Task State Change', detail: {} })).toEqual([])
  })
})
