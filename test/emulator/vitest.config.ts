import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The suite that needs Python once, for the emulator; `npm test` needs Node alone. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/emulator/**/*.emulated.ts'],
    globalSetup: ['test/emulator/stack.ts'],
    // Stories of one system come one after the other, as its lock has it; they mostly wait, so systems do not.
    maxWorkers: 3,
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
})
