import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that take longest: begun last, they would go on alone. */
const longest = ['every-page-in-other-languages', 'every-page', 'keyboard-and-zoom', 'other-ways', 'hand-over', 'from-a-phone']
const place = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((name) => moduleId.includes(`/${name}`))
  return at < 0 ? longest.length : at
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => place(one) - place(other))
  }
}

/** What people do in a browser; apart from the other tests, since each of them needs Chromium and takes its time. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/journeys/**/*.journey.ts'],
    globalSetup: ['tests/support/database-of-the-run.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // As with the other tests: the files of one worker share what they import.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 300_000,
    hookTimeout: 90_000,
  },
})
