import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The suite that needs Python once, for the emulator; `npm test` needs Node alone. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/emulator/**/*.emulated.ts'],
    globalSetup: ['test/emulator/stack.ts'],
    // One account for all: stories come one after the other.
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
})
