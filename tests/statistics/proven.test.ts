import { expect, test } from 'vitest'
import type { z } from 'zod'
import { Figure } from '../../src/modules/statistics/actions/figure-acts.ts'
import { csvOf, harmless } from '../../src/modules/statistics/pages/figure-files.ts'
import { saysOf } from '../../src/modules/statistics/pages/figures-pages.tsx'

test('a figure that has not passed the gate compiles neither on a page, nor in a file, nor in the answer of a public route', () => {
  const counted = 3
  const onPage = (say: typeof saysOf) => say
  // @ts-expect-error a plain count is no proven cell
  expect(onPage(saysOf)({ language: 'en' }, counted)).toBe('3')
  const answer = { number: 1, countedOn: '2026-11-23', releasedOn: '2026-11-23', method: {}, threshold: 5, base: 5, wish: { rows: 'sex', from: 2026, to: 2026 } }
  // @ts-expect-error neither does a public route take it
  const given: z.input<typeof Figure> = { ...answer, table: { dimensions: [], cells: [counted] } }
  expect(Figure.safeParse(given).success).toBe(true)
})

test('a cell of a file never runs as a formula, and quotes, commas and lines stay inside their cell', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) expect(harmless(text)).toBe(`'${text}`)
  expect(new TextDecoder().decode(csvOf([['a', 'say "b", c'], [null, 0], ['=x', 'two\r\nlines']]))).toBe('a,"say ""b"", c"\r\n,0\r\n\'=x,"two\r\nlines"\r\n')
})
