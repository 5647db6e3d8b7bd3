import { expect, test } from 'vitest'
import type { z } from 'zod'
import { Figure } from '../../src/modules/statistics/actions/figure-acts.ts'
import { saysOf } from '../../src/modules/statistics/pages/figures-pages.tsx'

test('a figure that has not passed the gate compiles neither on a page, nor in a file, nor in the answer of a public route', () => {
  const counted = 3
  const onPage = (say: typeof saysOf) => say
  // @ts-expect-error a plain count is no proven cell
  expect(onPage(saysOf)({ language: 'en' }, counted)).toBe('3')
  const answer = { number: 1, countedOn: '2026-11-23', releasedOn: '2026-11-23', method: {}, rule: { threshold: 5, base: 5, oneCategory: 'whole' }, definitions: [], wish: { rows: 'sex', from: 2026, to: 2026 } }
  // @ts-expect-error neither does a public route take it
  const given: z.input<typeof Figure> = { ...answer, table: { dimensions: [], cells: [counted] } }
  expect(Figure.safeParse(given).success).toBe(true)
})
