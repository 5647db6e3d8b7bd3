import { z } from 'zod'
import type { Label, Language } from '#vocabulary/language'
import type { Rules, Verified } from '#law'

/** An article as a screen shows it beside a date or a step. */
export const LawView = z.strictObject({
  key: z.string(),
  title: z.string(),
  about: z.string(),
  url: z.string().nullable(),
  verified: z.boolean(),
})
export type LawView = z.infer<typeof LawView>

/** The articles in the reader's language. A rule that nobody has checked marks all of its articles so. */
export const lawOf = (rules: Rules, language: Language, keys: readonly string[], verified: Verified): LawView[] =>
  keys.flatMap((key) => {
    const article = rules.articles.get(key)
    if (!article) return []
    return [{ key, title: article.title[language], about: article.about[language], url: article.url ?? null, verified: verified !== false && article.verified !== false }]
  })

export const sayIn = (language: Language) => (label: Label): string => label[language]
