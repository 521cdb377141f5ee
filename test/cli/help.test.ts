import { describe, expect, it, vi } from 'vitest'
import { tell } from '../../cli/main.ts'
import { program } from '../../cli/program.ts'
import { tidegate } from './tidegate.ts'

/** What a command says, without a process of its own. */
async function said(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const code = await program(() => {})
    .parseAsync(args, { from: 'user' })
    .then(() => 0, tell)
    .finally(() => write.mockRestore())
  return { code, out }
}

describe('the help', () => {
  it('names every command, and each command every option of its own', async () => {
    const whole = await tidegate('--help')
    const commands = program(() => {}).commands
    expect(commands.length).toBeGreaterThan(2)
    for (const command of commands) {
      expect(whole.out).toContain(`  ${command.name()} `)
      const own = await said(command.name(), '--help')
      expect(own.code).toBe(0)
      for (const { long } of command.options) expect(own.out).toContain(long)
    }
  })

  it('of rehearse names what a night can be asked for, and how it ends', async () => {
    const { out } = await said('rehearse', '--help')
    for (const word of ['--seed', '--seeds', '--faults', '--kill-everywhere', '--ask', '--json', '--out']) {
      expect(out).toContain(word)
    }
    expect(out).toMatch(/^ +11 {2}rolled-back/m)
  })

  it('is what a bare `tidegate` answers', async () => {
    const ended = await tidegate()
    expect(ended.code).toBe(0)
    expect(ended.out).toContain('Usage: tidegate')
  })

  it('tells the version of the package, while `rehearse --version` takes one to rehearse', async () => {
    expect((await tidegate('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await tidegate('plan', 'serveml', '--version', '2.4.1')).out).toMatch(/^serveml to 2\.4\.1 in production/)
  })
})
