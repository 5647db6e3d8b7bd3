import { z } from 'zod'
import { inForceOn } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { Day } from '#vocabulary/day'
import { ReportId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { areMeansNeeded } from '../domain/detection-rules.ts'
import { dutiesOn } from '../domain/duties-on.ts'
import type { Reason } from '../domain/reason.ts'
import { ReportDraft, screenKeys } from '../domain/report.ts'
import { screen } from '../domain/screen.ts'
import { occasionsOf } from '../domain/variant-of.ts'

const reason = z.strictObject({ key: z.string(), count: z.number().optional(), needed: z.number().optional(), pack: z.string().optional(), dimension: z.string().optional(), signs: z.array(z.string()).optional() })
const law = z.strictObject({ title: z.string(), about: z.string(), url: z.string().nullable(), verified: z.boolean() })

/** What the signs point to, in the reader's language; it points and never decides. */
export const ScreeningView = z.strictObject({
  childPath: z.boolean(),
  because: z.array(reason),
  packs: z.array(z.strictObject({ title: z.string(), rule: z.enum(['met', 'open', 'not-met', 'none']), seen: z.array(z.string()), because: z.array(reason) })),
  duties: z.array(z.strictObject({ key: z.string(), text: z.string(), towards: z.string(), when: z.string(), law: z.array(law) })),
})
export type ScreeningView = z.infer<typeof ScreeningView>

export const ReportView = z.strictObject({
  report: ReportId,
  draft: ReportDraft,
  screens: z.array(z.enum(screenKeys)),
  state: z.enum(['draft', 'referred', 'notified']),
  reference: z.string().nullable(),
  savedAt: Instant,
  /** To be shown again when a screen is saved. */
  version: z.number(),
  expiresOn: Day,
  screening: ScreeningView,
})
export type ReportView = z.infer<typeof ReportView>

const said = (language: Call['language'], { key, count, needed, pack, dimension, signs }: Reason): z.infer<typeof reason> => ({
  key, ...(count === undefined ? {} : { count }), ...(needed === undefined ? {} : { needed }),
  ...(pack ? { pack: pack[language] } : {}), ...(dimension ? { dimension: dimension[language] } : {}), ...(signs ? { signs: signs.map((sign) => sign[language]) } : {}),
})

/** Screens a draft against the lists and duties in force today, and words the outcome. */
export function screeningOf({ installation, language, today }: Call<Actor | null>, draft: ReportDraft): ScreeningView {
  const { pack, detection } = installation
  const rules = { meansNeeded: areMeansNeeded(detection.rules, today), duties: pack.duties }
  const outcome = screen(detection.packs, draft.signs ?? {}, { age: draft.age ?? 'adult', today, rules })
  const occasions = occasionsOf(draft, detection.rules).map((occasion) => ({ occasion, because: [] }))
  const more = dutiesOn(pack.duties, today, occasions)
  const pointed = [...outcome.pointsTo, ...more.filter(({ duty }) => !outcome.pointsTo.some((known) => known.duty === duty))]
  const articles = new Map(pack.law.articles.map((article) => [article.key, article]))
  return {
    childPath: outcome.childPath,
    because: outcome.because.map((part) => said(language, part)),
    packs: outcome.packs.filter(({ seen, rule }) => seen.length > 0 || rule === 'met').map(({ title, rule, seen, because }) => ({
      title: title[language], rule, seen: seen.map((item) => item.text[language]), because: because.map((part) => said(language, part)),
    })),
    duties: pointed.flatMap(({ duty }) => {
      const row = inForceOn(pack.duties.duties.find(({ key }) => key === duty)?.rows ?? [], today)
      if (!row) return []
      return [{
        key: duty, text: row.text[language], towards: row.towards[language], when: row.when,
        law: row.law.flatMap((key) => {
          const article = articles.get(key)
          return article ? [{ title: article.title[language], about: article.about[language], url: article.url ?? null, verified: row.verified !== false && article.verified !== false }] : []
        }),
      }]
    }),
  }
}
