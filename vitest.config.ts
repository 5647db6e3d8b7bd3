import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}', 'stories/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/journeys/**'],
    globalSetup: ['tests/support/database-of-the-run.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // The files of one worker share what they import: to load the house anew for each file costs as much as its tests.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
