import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'
import { ArticleKey, Verified } from './dated.ts'

/** A law, decree or circular that articles belong to. */
export const Instrument = z.strictObject({ key: z.string(), title: Label, published: Day.optional(), source: z.string(), url: z.url().optional() })
export type Instrument = z.infer<typeof Instrument>

/** A place in an instrument that a rule may cite, with the days on which it is in force. */
export const Article = z.strictObject({
  key: ArticleKey,
  instrument: z.string(),
  title: Label,
  about: Label,
  from: Day,
  to: Day.optional(),
  source: z.string(),
  url: z.url().optional(),
  verified: Verified,
})
export type Article = z.infer<typeof Article>

/** Something that the law does not say or that nobody could read in it, and what the rules do until somebody answers. */
export const OpenQuestion = z.strictObject({ key: z.string(), question: Label, untilThen: Label, law: z.array(ArticleKey).min(1) })
export type OpenQuestion = z.infer<typeof OpenQuestion>

export const Law = z.strictObject({ instruments: z.array(Instrument).min(1), articles: z.array(Article).min(1), open: z.array(OpenQuestion).default([]) })
export type Law = z.infer<typeof Law>
