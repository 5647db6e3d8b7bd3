import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import { agreements, stateOf, type Consent, type ConsentRules, type Disclosure, type Recipient } from '../domain/consent.ts'

export const ConsentLine = z.strictObject({
  id: z.uuid(), purpose: z.string(), recipient: z.string(), scope: z.array(z.string()), explainedIn: z.string(), how: z.enum(agreements),
  fromOn: Day, untilOn: Day.nullable(), withdrawnOn: Day.nullable(), state: z.enum(['stands', 'ended', 'withdrawn']),
})
export type ConsentLine = z.infer<typeof ConsentLine>

export const DisclosureLine = z.strictObject({ at: Instant, about: z.string(), recipient: z.string(), fields: z.array(z.string()), consent: z.uuid().nullable(), law: z.string().nullable(), verified: z.boolean() })
export type DisclosureLine = z.infer<typeof DisclosureLine>

export const SharedView = z.strictObject({
  files: z.array(z.strictObject({
    file: FileId, reference: z.string(), until: Instant.nullable(), name: z.string().nullable(), birthDate: Day.nullable(),
    ways: z.array(z.strictObject({ channel: z.string(), value: z.string(), from: z.string(), until: z.string(), weekdays: z.array(z.number()), maySay: z.string() })),
  })),
})
export type SharedView = z.infer<typeof SharedView>

type Names = { readonly offices: ReadonlyMap<string, string>; readonly rules: ConsentRules; readonly language: Language }

/** What the codes of the ledger are called in a language. */
export const namesFor = async ({ tx, installation }: Call<Actor>, language: Language): Promise<Names> => ({ offices: await listOfficeNames(tx, language), rules: installation.consent, language })

const labelOf = (group: ConsentRules['purposes'], key: string, language: Language): string => group.find((item) => item.key === key)?.label[language] ?? key

export const recipientName = ({ toOffice, toKind }: Recipient, { offices, rules, language }: Names): string =>
  toOffice === null ? labelOf(rules.recipients, toKind, language) : (offices.get(toOffice) ?? '')

export const consentLine = (consent: Consent, names: Names, today: Day): ConsentLine => {
  const { toOffice: _office, toKind: _kind, scope, purpose, ...rest } = consent
  const { rules, language } = names
  return { ...rest, purpose: labelOf(rules.purposes, purpose, language), recipient: recipientName(consent, names), scope: scope.map((part) => labelOf(rules.scopes, part, language)), state: stateOf(consent, today) }
}

export function disclosureLine(disclosure: Disclosure, names: Names, { installation }: Call): DisclosureLine {
  const { about, fields, consent, law, at } = disclosure
  const article = installation.pack.law.articles.find(({ key }) => key === law)
  return {
    at, about, consent, recipient: recipientName(disclosure, names), fields: fields.map((field) => labelOf(names.rules.scopes, field, names.language)),
    law: article?.title[names.language] ?? law, verified: article !== undefined && article.verified !== false,
  }
}
