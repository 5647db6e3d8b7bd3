import { z } from 'zod'
import { ArticleKey, Verified } from '#law'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import { Label } from '#vocabulary/language'
import type { OfficeId } from '#vocabulary/ids'

export const agreements = ['written', 'oral', 'oral-with-interpreter', 'by-guardian'] as const
export type Agreement = (typeof agreements)[number]

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const named = z.array(z.strictObject({ key, label: Label })).min(1)

/** What a country's people can be asked to agree to, which parts of a file that covers, who is told beside the offices, and who may be told without consent. */
export const ConsentRules = z.strictObject({
  purposes: named, scopes: named, recipients: named,
  withoutConsent: z.array(z.strictObject({ to: z.string(), law: z.array(ArticleKey).min(1), verified: Verified })),
})
export type ConsentRules = z.infer<typeof ConsentRules>

export type Recipient = { readonly toOffice: OfficeId; readonly toKind: null } | { readonly toOffice: null; readonly toKind: string }
export type Consent = Recipient & {
  readonly id: string
  readonly purpose: string
  readonly scope: readonly string[]
  readonly explainedIn: string
  readonly how: Agreement
  readonly fromOn: Day
  readonly untilOn: Day | null
  readonly withdrawnOn: Day | null
}
export type Disclosure = Recipient & { readonly about: string; readonly fields: readonly string[]; readonly consent: string | null; readonly law: string | null; readonly at: Instant }

export type ConsentState = 'stands' | 'ended' | 'withdrawn'

/** Where a consent stands on a day. */
export function stateOf({ withdrawnOn, untilOn }: Pick<Consent, 'withdrawnOn' | 'untilOn'>, today: Day): ConsentState {
  if (withdrawnOn !== null) return 'withdrawn'
  return untilOn !== null && untilOn < today ? 'ended' : 'stands'
}

/** Whom a telling is for: an office with its kind, or a kind of recipient outside. */
export type Told = { readonly office: OfficeId | null; readonly kind: string }

/** The consent on which a telling can rest: one that stands, names the recipient or its kind, and covers every part that is told. */
export const consentFor = (consents: readonly Consent[], { office, kind }: Told, { parts, today }: { readonly parts: readonly string[]; readonly today: Day }): Consent | undefined =>
  consents.find((consent) => stateOf(consent, today) === 'stands' && consent.fromOn <= today
    && (consent.toOffice === null ? consent.toKind === kind : consent.toOffice === office)
    && parts.every((part) => consent.scope.includes(part)))

/** The first article in force on a day that lets this kind of recipient be told without consent. */
export const articleFor = (rules: ConsentRules, articles: readonly { readonly key: string; readonly from: Day; readonly to?: Day | undefined }[], kind: string, on: Day): string | undefined =>
  rules.withoutConsent.filter(({ to }) => to === kind).flatMap(({ law }) => law).find((law) => articles.some((article) => article.key === law && article.from <= on && (article.to === undefined || on <= article.to)))
