import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

/**
 * A stack of its own on an emulator of its own. Stories of one system come one after the other, as its lock has it; they
 * mostly wait, so that two stacks are done in the time of the longer one.
 */
const stack = (name: string, ...stories: string[]) => ({
  root,
  test: {
    name,
    include: stories.map((story) => `test/emulator/${story}.emulated.ts`),
    globalSetup: ['test/emulator/stack.ts'],
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
})

/** The suite that needs Python once, for the emulator; `npm test` needs Node alone. */
export default defineConfig({
  root,
  test: {
    projects: [stack('forward', 'serveml'), stack('back', 'serveml-back', 'stories', 'cli')],
    maxWorkers: 4,
  },
})
