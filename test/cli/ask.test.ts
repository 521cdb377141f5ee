import { describe, expect, it } from 'vitest'
import { emptyFolder, run } from './tidegate.ts'

const ask = (answers: string, ...more: string[]) =>
  run(['cli/bin.ts', 'rehearse', 'serveml', '--ask', '--out', emptyFolder(), ...more], answers)

describe('somebody at the terminal', () => {
  it('who signs at every gate sees the release through', async () => {
    const { code, out } = await ask('yes\n'.repeat(5))
    expect(out).toContain('ana, do you sign?')
    expect(code).toBe(0)
  })

  it('who mistypes is asked again, and who says no is asked why; then nothing is changed', async () => {
    const { code, out } = await ask('y\nperhaps\nn\ntoo late tonight\n')
    expect(out).toContain('Say one of yes, no, silent.')
    expect(out).toContain('too late tonight')
    expect(code).toBe(10)
  })

  it('who is gone does not keep the release waiting beyond the gate', async () => {
    const { code, out } = await ask('')
    expect(out).toContain('(nobody answers)')
    expect(code).toBe(10)
  })

  it('is asked at a hold, and may roll back', async () => {
    const { code, out } = await ask(
      `${'yes\n'.repeat(5)}roll-back\n`,
      '--faults',
      'events/faults/halted-and-gone-on.yaml',
    )
    expect(out).toContain('what now? (go-on / step-back / roll-back / silent)')
    expect(code).toBe(11)
  })
})
