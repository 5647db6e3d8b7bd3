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

/** The whole of what a reader reads, so that a citation counts wherever it stands. */
export const proseOf = ({ summary, text }: Pick<AnalysisText, 'summary' | 'text'>): string => `${summary}\n\n${text}`
