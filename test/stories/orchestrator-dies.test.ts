import { describe, expect, it } from 'vitest'
import { scripted, serveml, statesOf, story } from './stage.ts'

const shifting = { state: 'Shift users and watch', nth: 4, plusSeconds: 30 }

describe('when the orchestrator dies', () => {
  it('by an abort in the console, the watchdog starts the way back', async () => {
    const run = await story(await serveml(), [{ kind: 'abort', machine: 'release', at: shifting }])
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(run.executions.find(({ description }) => description.name === run.release)?.description.status).toBe(
      'ABORTED',
    )
    expect(run.executions.some(({ description }) => description.name === `${run.release}-rollback-1`)).toBe(true)
  })

  it('by an abort whose event is lost, the sweep does', async () => {
    const lost = { kind: 'events', how: 'lost', source: 'aws.states' }
    const run = await story(await serveml(), [lost, { kind: 'abort', machine: 'release', at: shifting }])
    expect(run.outcome, run.because).toBe('rolled-back')
  })

  it('in the change machine, its parent catches it', async () => {
    const run = await story(await serveml(), [{ kind: 'abort', machine: 'change', at: shifting }])
    expect(run.outcome, run.because).toBe('rolled-back')
    expect(statesOf(run, run.release)).toContain('Take the way back')
  })

  it('on the way back, another claimant takes over and finishes', async () => {
    const { faults } = scripted('operator-aborts-the-way-back.yaml')
    const run = await story(await serveml(), faults)
    expect(run.outcome, run.because).toBe('rolled-back')
    const claimants = run.executions.filter(({ description }) => description.name.includes('-rollback-'))
    const ends = claimants.map(({ description }) => [description.name.split('-').at(-1), description.status]).sort()
    expect(ends).toEqual([
      ['1', 'ABORTED'],
      ['2', 'SUCCEEDED'],
    ])
    expect(run.everything!.release.epoch).toBe(3)
  })

  it('three times on the way back, a person is paged', async () => {
    const abort = (nth: number) => ({
      kind: 'abort',
      machine: 'rollback',
      at: { state: 'Claim the way back', nth, plusSeconds: 1 },
    })
    const { faults } = scripted('alarm-at-25-percent.yaml')
    const run = await story(await serveml(), [...faults, abort(1), abort(2), abort(3)])
    expect(run.outcome, run.because).toBe('stuck')
  })

  it('in Close, the release is closed by another one, and never undone', async () => {
    const run = await story(await serveml(), [{ kind: 'close-fails', times: 1 }])
    expect(run.outcome, run.because).toBe('released')
    expect(run.executions.filter(({ description }) => description.name.includes('-close-'))).toHaveLength(2)
    expect(run.everything!.undos.filter((undo) => undo.kind !== 'dns-ttl')).toEqual([])
  })

  it('in every Close, the release is stuck, and traffic stays where it is', async () => {
    const run = await story(await serveml(), [{ kind: 'close-fails', times: 100 }])
    expect(run.outcome, run.because).toBe('stuck')
    expect(run.everything!.undos.filter((undo) => undo.kind !== 'dns-ttl')).toEqual([])
  })
})
