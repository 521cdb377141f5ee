import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores, two workers: the default leaves one of them idle.
    maxWorkers: 2,
    // Files of one worker share their modules: loading them again for each costs as much as half the tests.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
