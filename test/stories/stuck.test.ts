import { describe, expect, it } from 'vitest'
import { serveml, story } from './stage.ts'

const alarmAt25 = {
  kind: 'alarm',
  alarm: 'serveml-5xx',
  at: { action: 'api.serveml.example', step: 25, is: 'settled', plusSeconds: 120 },
}

describe('a release whose record was changed by hand', () => {
  it('is stuck, does not stomp the change, keeps services up under live traffic, keeps its lock and pages', async () => {
    const drift = {
      kind: 'drift',
      what: 'record',
      name: 'api.serveml.example',
      at: { action: 'api.serveml.example', step: 25, is: 'settled', plusSeconds: 60 },
    }
    const run = await story(await serveml(), [drift, alarmAt25])
    expect(run.outcome, run.because).toBe('stuck')
    const { undos, events } = run.everything!
    expect(undos.find((undo) => undo.kind === 'route53-record')?.state).toBe('conflicted')
    expect(undos.filter((undo) => undo.stage === 'services')).toEqual([])
    expect(run.because).toContain('route53-record')
    expect(run.table.some((item) => item.pk.startsWith('LOCK#') && item['release'] === run.release)).toBe(true)
    expect(events.some((event) => event.what === 'paged')).toBe(true)
  })
})

describe('a release that is stuck, and whose reason a person has removed', () => {
  const cannotPutBack = {
    kind: 'refuse-call',
    // Two steps forwards; the third call is the way back.
    call: 'Lambda.UpdateAlias',
    how: 'denied',
    function: 'cutover',
    from: 3,
  }
  const byHand = { kind: 'rollback-by-hand', at: { state: 'stuck', plusSeconds: 600 } }

  it('is put back when they start its way back by name, frees its lock, and has both reports', async () => {
    const run = await story(await serveml(), [alarmAt25, cannotPutBack, { ...byHand, person: 'cy' }])
    expect(run.outcome, run.because).toBe('rolled-back')
    const { release, events, undos } = run.everything!
    expect(release).toMatchObject({ takenUp: 1, claims: 2, epoch: 3 })
    expect(undos.every((undo) => undo.state === 'undone' || undo.state === 'stays')).toBe(true)
    expect(events.some((event) => event.what === 'asked-back' && event.facts['by'] === 'cy')).toBe(true)
    expect(run.table.some((item) => item.pk.startsWith('LOCK#') || item.pk === 'OPEN')).toBe(false)
    const kept = run.calls
      .filter((call) => call.what === 'S3.PutObject' && call.ok)
      .map((call) => (call.input as { Key: string }).Key)
      .filter((key) => key.startsWith('evidence/'))
    const ends = ['.html', '.json', '-again-1.html', '-again-1.json']
    expect(kept).toEqual(ends.map((end) => `evidence/serveml/production/${run.release}${end}`))
  })

  it('stays stuck when a way back is started by nobody: a machine takes nothing up again', async () => {
    const run = await story(await serveml(), [alarmAt25, cannotPutBack, byHand])
    expect(run.outcome).toBe('stuck')
    expect(run.everything!.release).toMatchObject({ claims: 1 })
  })

  it('is put back also when the way back that they started dies: the watchdog starts the next', async () => {
    const dies = { kind: 'abort', machine: 'rollback', at: { state: 'Put one name back', nth: 3 } }
    const run = await story(await serveml(), [alarmAt25, cannotPutBack, { ...byHand, person: 'cy' }, dies])
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(run.everything!.release).toMatchObject({ takenUp: 1, claims: 3 })
  })
})
