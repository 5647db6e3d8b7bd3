import { describe, expect, test } from 'vitest'
import { amendRow } from '#law'
import { documentsOf } from '#protection'
import { day } from '#vocabulary/day'
import { readCountry } from '../src/main/country-pack.ts'
import { readStories } from '../src/main/stories/read-stories.ts'
import { replayStory } from '../src/main/stories/replay-story.ts'

const pack = readCountry('be')
const stories = readStories()

describe('stories', () => {
  test.each(stories.map((story) => [story.title, story] as const))('%s', (_title, story) => {
    expect(replayStory(pack, story).surprises).toEqual([])
  })

  test('there are forty or more, and no two have the same title', () => {
    expect(new Set(stories.map(({ title }) => title)).size).toBe(stories.length)
    expect(stories.length).toBeGreaterThanOrEqual(40)
  })

  test.each(stories.filter(({ reflectionDocument }) => reflectionDocument).map((story) => [story.title, story] as const))('%s: the document has the form of its day', (_title, story) => {
    const { procedure } = replayStory(pack, story)
    const names = procedure ? documentsOf(procedure, day('2026-11-23')).map(({ label }) => label.en) : []
    expect(names).toContain(story.reflectionDocument === 'annex-15' ? 'Temporary residence document (Annex 15)' : 'Order to leave the territory')
  })

  test('every step, every variant and every outcome of the law is told at least once', () => {
    const { steps, variants, states } = pack.procedure
    const told = stories.flatMap((story) => story.steps.filter(({ refused }) => !refused))
    const outcomes = states.filter(({ rows }) => rows.some(({ kind }) => kind === 'outcome')).map(({ key }) => key)
    expect(steps.map(({ key }) => key).filter((key) => !told.some(({ step }) => step === key))).toEqual([])
    expect(variants.map(({ key }) => key).filter((key) => !stories.some(({ variant }) => variant === key))).toEqual([])
    expect(outcomes.filter((key) => !told.some(({ then }) => then === key))).toEqual([])
  })

  test('a reflection period of three months is one changed row, and every story is still told without a fault of the engine', () => {
    const amended = amendRow(pack, 'periods', 'reflection', 0, { length: { unit: 'months', count: 3 } })
    const changed = stories.filter((story) => replayStory(amended, story).surprises.length > 0).map(({ title }) => title)
    const indeterminate = stories.filter((story) => replayStory(amended, story).procedure?.standing === 'indeterminate')
    expect(indeterminate).toEqual([])
    // Only those in which forty-five days pass: they pass no longer.
    expect(changed.toSorted()).toMatchInlineSnapshot(`
      [
        "A complaint on the forty-sixth day is too late",
        "A complaint on the last day of the reflection period is in time, although the centre applies after it",
        "A file opened before 20 May 2017 has Annex 15 when the document is issued after it",
        "Forty-five days pass without a statement",
        "Handing over to another country did not exist before the circular of December 2016",
      ]
    `)
  })
})
