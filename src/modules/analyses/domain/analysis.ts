import { z } from 'zod'
import { languages } from '#vocabulary/language'

/** What an author writes: everything else about an analysis follows from its figures. */
export const AnalysisText = z.strictObject({
  language: z.enum(languages),
  title: z.string().trim().min(5).max(200),
  summary: z.string().trim().max(2_000).default(''),
  text: z.string().trim().max(100_000).default(''),
})
export type AnalysisText = z.output<typeof AnalysisText>

/** What may cite: a citation counts in the summary as in the text. A title cites nothing, since lists show it without the page that would resolve it. */
export const proseOf = ({ summary, text }: Pick<AnalysisText, 'summary' | 'text'>): string => `${summary}\n\n${text}`

/** The whole of what a reader reads: in a title a number can be checked as little as elsewhere. */
export const wordsOf = ({ title, ...prose }: Pick<AnalysisText, 'title' | 'summary' | 'text'>): string => `${title}\n\n${proseOf(prose)}`
