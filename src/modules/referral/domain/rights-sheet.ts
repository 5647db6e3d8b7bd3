import { z } from 'zod'
import { ArticleKey, inForceOn, Verified } from '#law'
import { Day } from '#vocabulary/day'

export const audiences = ['adult', 'child'] as const
export const Audience = z.enum(audiences)
/** For whom the sheet speaks: a child hears less law, and in words of her own. */
export type Audience = z.infer<typeof Audience>

const key = z.string().regex(/^[a-z0-9-]+$/)
const statement = z.strictObject({
  key, for: z.array(Audience).min(1), from: Day, to: Day.optional(),
  law: z.array(ArticleKey).min(1).optional(), verified: Verified.optional(),
}).refine((row) => (row.law === undefined) === (row.verified === undefined), 'a statement has its articles and says whether they were checked, or has neither')

/** What a country's sheet says and what each statement rests on, apart from the language. */
export const RightsTable = z.strictObject({
  sections: z.array(z.strictObject({ key, statements: z.array(statement).min(1) })).min(1),
  card: z.record(Audience, z.array(key).min(1).max(6)),
  contacts: z.array(z.strictObject({
    key, name: z.string().min(1), phone: z.string().optional(), web: z.string().optional(), for: z.array(Audience).min(1),
    source: z.string().min(1), verified: Verified,
  })),
})
export type RightsTable = z.infer<typeof RightsTable>

const sentence = z.strictObject({ adult: z.string().min(1).optional(), child: z.string().min(1).optional() })
  .refine((row) => row.adult !== undefined || row.child !== undefined, 'a sentence is said to somebody')
const sentences = z.record(key, sentence)

/** The sheet in one language. `checked` says who compared the translation, or false. */
export const RightsWords = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}$/),
  direction: z.enum(['ltr', 'rtl']),
  checked: Verified,
  title: sentence, lead: sentence,
  sections: sentences, statements: sentences, contacts: sentences, labels: sentences,
})
export type RightsWords = z.infer<typeof RightsWords>

/** A country's rights sheet in every language that it has. */
export type Rights = { readonly table: RightsTable; readonly words: ReadonlyMap<string, RightsWords> }

export const labelKeys = ['law', 'unchecked-law', 'unchecked-text', 'contacts', 'cover', 'page', 'specimen', 'specimen-long'] as const
export type LabelKey = (typeof labelKeys)[number]

export type RightsStatement = { readonly key: string; readonly text: string; readonly law: readonly ArticleKey[]; readonly verified: Verified | null }
export type RightsContact = { readonly key: string; readonly name: string; readonly phone: string | null; readonly web: string | null; readonly note: string }
export type RightsSheet = {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly isChecked: boolean
  readonly audience: Audience
  readonly title: string
  readonly lead: string
  readonly sections: readonly { readonly key: string; readonly title: string; readonly statements: readonly RightsStatement[] }[]
  /** The few sentences that fit on a card for the pocket. */
  readonly card: readonly string[]
  readonly contacts: readonly RightsContact[]
  readonly labels: Readonly<Record<LabelKey, string>>
}

/** The languages in which the sheet exists, in the order of their files. */
export const rightsLanguages = (rights: Rights): readonly string[] => [...rights.words.keys()]

/** The sheet as it is true on a day, in one language; undefined when the country does not have it in that language. */
export function rightsSheet(rights: Rights, asked: { readonly language: string; readonly audience: Audience; readonly on: Day }): RightsSheet | undefined {
  const words = rights.words.get(asked.language)
  if (!words) return undefined
  const { audience } = asked
  const say = (part: 'sections' | 'statements' | 'contacts' | 'labels', name: string) => said(words[part][name], audience)
  const isSaid = (row: RightsTable['sections'][number]['statements'][number]) => row.for.includes(audience) && inForceOn([row], asked.on) !== undefined
  return {
    language: words.language, direction: words.direction, isChecked: words.checked !== false, audience,
    title: said(words.title, audience), lead: said(words.lead, audience),
    sections: rights.table.sections
      .map(({ key: section, statements }) => ({ section, statements: statements.filter(isSaid) }))
      .filter(({ statements }) => statements.length > 0)
      .map(({ section, statements }) => ({
        key: section, title: say('sections', section),
        statements: statements.map((row) => ({ key: row.key, text: say('statements', row.key), law: row.law ?? [], verified: row.verified ?? null })),
      })),
    card: (rights.table.card[audience] ?? []).map((name) => say('statements', name)),
    contacts: rights.table.contacts.filter((contact) => contact.for.includes(audience)).map((contact) => ({
      key: contact.key, name: contact.name, phone: contact.phone ?? null, web: contact.web ?? null, note: say('contacts', contact.key),
    })),
    labels: Object.fromEntries(labelKeys.map((name) => [name, say('labels', name)])) as Record<LabelKey, string>,
  }
}

/** A language that has no word of its own for a child says the same to both. */
function said(one: z.infer<typeof sentence> | undefined, audience: Audience): string {
  return one?.[audience] ?? one?.adult ?? ''
}

/** What a language lacks, or has too much, one sentence each; empty when the sheet is whole in it. */
export function gapsOf(table: RightsTable, words: RightsWords): readonly string[] {
  const statements = table.sections.flatMap((section) => section.statements)
  const wanted = {
    sections: table.sections.map((section) => section.key), statements: statements.map((row) => row.key),
    contacts: table.contacts.map((contact) => contact.key), labels: [...labelKeys] as string[],
  }
  const unsaid = statements.flatMap((row) => row.for.map((audience) => [row.key, audience] as const))
    .filter(([name, audience]) => words.statements[name] && said(words.statements[name], audience) === '')
  return [
    ...Object.entries(wanted).flatMap(([part, keys]) => {
      const has = Object.keys(words[part as keyof typeof wanted])
      return [...keys.filter((name) => !has.includes(name)).map((name) => `${part} › ${name} is missing`), ...has.filter((name) => !keys.includes(name)).map((name) => `${part} › ${name} belongs to nothing`)]
    }),
    ...unsaid.map(([name, audience]) => `statements › ${name} has no words for the ${audience}`),
  ]
}
