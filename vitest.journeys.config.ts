import { defineConfig } from 'vitest/config'

/** What people do in a browser; apart from the other tests, since each of them needs Chromium and takes its time. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/journeys/**/*.journey.ts'],
    globalSetup: ['tests/support/database-of-the-run.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 90_000,
  },
})
