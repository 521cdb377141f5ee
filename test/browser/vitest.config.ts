import { defineConfig } from 'vitest/config'

/** A real browser: Debian's Chromium. Not part of `npm test`, which needs Node alone. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browsed.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
