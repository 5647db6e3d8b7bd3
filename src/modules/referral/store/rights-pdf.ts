import { join } from 'node:path'
import { renderPdf } from '#platform/documents/render-pdf'
import type { ArticleKey } from '#law'
import type { RightsSheet } from '../domain/rights-sheet.ts'

export type RightsPrint = {
  readonly sheet: RightsSheet
  /** `sheet`: A4 to read. `card`: A6 to fold for a pocket; its outside does not say what it is about. */
  readonly format: 'sheet' | 'card'
  /** The folder of the country's pack on the disk. */
  readonly folder: string
  readonly isEvaluation: boolean
  /** The title of an article in a language that the reader of the sheet is most likely to know. */
  readonly titleOf: (article: ArticleKey) => string
}

/** The rights sheet as tagged PDF. */
export function rightsPdf({ sheet, format, folder, isEvaluation, titleOf }: RightsPrint): Promise<Uint8Array> {
  const { labels } = sheet
  const cited = [...new Set(sheet.sections.flatMap((section) => section.statements.flatMap((one) => one.law)))]
  const sections = sheet.sections.map((section) => ({
    ...section,
    statements: section.statements.map((one) => ({ text: one.text, notes: one.law.map((article) => cited.indexOf(article) + 1), isUnchecked: one.verified === false })),
  }))
  return renderPdf({
    template: join(folder, 'documents', `rights-${format}.typ`),
    language: sheet.language,
    title: format === 'card' ? labels.cover : sheet.title,
    data: {
      ...sheet, sections, isEvaluation, articles: cited.map(titleOf),
      words: { common: { specimen: labels.specimen, specimenLong: labels['specimen-long'], page: labels.page } },
    },
  })
}
