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
