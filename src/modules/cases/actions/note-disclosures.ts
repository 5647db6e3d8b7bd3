import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { FileId } from '#vocabulary/ids'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { articleFor, consentFor, stateOf, type Consent, type Disclosure, type Recipient, type Told } from '../domain/consent.ts'
import { insertConsent, insertDisclosures, listConsents } from '../store/consent-rows.ts'

export type Telling = Told & { readonly about: string; readonly fields: readonly string[]; readonly parts: readonly string[] }

export const recipientOf = ({ office, kind }: Told): Recipient => (office === null ? { toOffice: null, toKind: kind } : { toOffice: office, toKind: null })

/** Adds to the ledger what a person agreed to; answers its id. */
export async function noteConsent(call: Call<Actor>, file: FileId, given: Omit<Consent, 'id' | 'withdrawnOn'>): Promise<string> {
  const id = crypto.randomUUID()
  await insertConsent(call.tx, { ...given, id, file, at: call.now, zone: call.installation.zone })
  return id
}

/**
 * Writes down what is handed out, to whom and on what it rests, in the transaction in which it is handed out: her consent where one stands, else an
 * article that lets this recipient be told. Refuses where there is neither, and where she once agreed and does no more.
 */
export async function noteDisclosures(call: Call<Actor>, file: FileId, tellings: readonly Telling[]): Promise<Refusal | undefined> {
  const consents = await listConsents(call.tx, file)
  const { consent: rules, pack } = call.installation
  const rows: Disclosure[] = []
  for (const { about, fields, parts, ...told } of tellings) {
    const consent = consentFor(consents, told, { parts, today: call.today })
    if (!consent && isTakenBack(consents, told, call)) return refuse('consent-withdrawn', { status: 409 })
    const law = consent ? null : articleFor(rules, pack.law.articles, told.kind, call.today)
    if (law === undefined) return refuse('no-basis', { status: 409 })
    rows.push({ ...recipientOf(told), about, fields, consent: consent?.id ?? null, law, at: call.now })
  }
  await insertDisclosures(call.tx, file, rows)
  return undefined
}

/** Writes down what was sent to the person herself: her own, so that it needs no ground, and a line in what was shared all the same. */
export const noteToldHerself = ({ tx, now }: Call<Actor>, file: FileId, { about, fields }: Pick<Disclosure, 'about' | 'fields'>): Promise<void> =>
  insertDisclosures(tx, file, [{ toOffice: null, toKind: 'person', about, fields, consent: null, law: null, at: now }])

const isTakenBack = (consents: readonly Consent[], { office, kind }: Told, { today }: Call): boolean =>
  consents.some((consent) => stateOf(consent, today) !== 'stands' && (consent.toOffice === null ? consent.toKind === kind : consent.toOffice === office))
