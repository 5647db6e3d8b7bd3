import { z } from 'zod'
import { findOffice, listOffices } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { dropMail } from '#platform/mail/outbox-rows'
import { Day } from '#vocabulary/day'
import { FileId, OfficeId } from '#vocabulary/ids'
import { anyOf, mayAt, reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { agreements, articleFor, consentFor, stateOf, type Told } from '../domain/consent.ts'
import { insertDisclosures, insertWithdrawal, listConsents, listDisclosures, listShared, noteReadByConsent } from '../store/consent-rows.ts'
import { readIdentity } from '../store/identity-rows.ts'
import { findFile } from '../store/file-rows.ts'
import { readWays } from '../store/way-rows.ts'
import { ConsentLine, consentLine, DisclosureLine, disclosureLine, namesFor, SharedView } from './consent-view.ts'
import { noteConsent, recipientOf } from './note-disclosures.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

const choice = z.array(z.strictObject({ value: z.string(), label: z.string() }))
export const Ledger = z.strictObject({ header: FileHeaderView, mayWrite: z.boolean(), consents: z.array(ConsentLine), disclosures: z.array(DisclosureLine), purposes: choice, scopes: choice, recipients: choice })
export type Ledger = z.infer<typeof Ledger>

export const listLedger = route({
  name: 'consent.list', kind: 'ask', for: reads('consent', 'centre', 'guardian'),
  about: 'What a person agreed to, for whom and until when, what she withdrew, and who was told what about her on which ground.',
  asks: z.strictObject({ file: FileId }), gives: Ledger,
  async answers(call, { file }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const { tx, language, installation, today, actor } = call
    const names = await namesFor(call, language)
    const offices = await listOffices(tx, { language })
    const labels = (group: typeof names.rules.purposes) => group.map(({ key, label }) => ({ value: key, label: label[language] }))
    return {
      header, mayWrite: mayAt(writes('consent', 'centre'), actor.officeKind),
      consents: (await listConsents(tx, file)).map((consent) => consentLine(consent, names, today)),
      disclosures: (await listDisclosures(tx, file)).toReversed().map((disclosure) => disclosureLine(disclosure, names, call)),
      purposes: labels(installation.consent.purposes), scopes: labels(installation.consent.scopes),
      recipients: [...labels(installation.consent.recipients), ...offices.filter(({ id }) => id !== actor.office).map(({ id, name }) => ({ value: id, label: name }))],
    }
  },
})

/** Whom a choice of the list names: an office of the directory, or a kind of recipient outside. */
async function recipientFrom({ tx, installation }: Call<Actor>, chosen: string): Promise<Told | Refusal> {
  const id = OfficeId.safeParse(chosen)
  const office = id.success ? await findOffice(tx, id.data) : undefined
  if (office) return { office: office.id, kind: office.kind }
  return installation.consent.recipients.some(({ key }) => key === chosen) ? { office: null, kind: chosen } : refuse('consent-recipient', { field: 'recipient' })
}

const scope = z.array(z.string().max(40)).min(1).max(20)
const How = z.enum(agreements)

export const giveConsent = route({
  name: 'consent.give', kind: 'act', for: writes('consent', 'centre'),
  about: 'Adds to the ledger what a person agreed to: for what, for whom, which parts of her file, in which language it was explained, how she agreed, from when until when.',
  asks: z.strictObject({ file: FileId, purpose: z.string().max(40), recipient: z.string().max(60), scope, explainedIn: z.string().regex(/^[a-z]{2,3}$/), how: How, fromOn: Day.optional(), untilOn: Day.optional() }),
  gives: z.strictObject({ file: FileId, consent: z.uuid() }),
  async answers(call, { file, purpose, recipient, scope: parts, explainedIn, how, fromOn = call.today, untilOn }) {
    if (!(await findFile(call.tx, file))) return notFound
    call.concerns(file)
    const { purposes, scopes } = call.installation.consent
    if (!purposes.some(({ key }) => key === purpose)) return refuse('consent-purpose', { field: 'purpose' })
    if (!parts.every((part) => scopes.some(({ key }) => key === part))) return refuse('consent-scope', { field: 'scope' })
    if (fromOn > call.today) return refuse('consent-in-future', { field: 'fromOn' })
    if (untilOn !== undefined && untilOn < call.today) return refuse('consent-over', { field: 'untilOn' })
    const told = await recipientFrom(call, recipient)
    if (isRefusal(told)) return told
    const consent = await noteConsent(call, file, { ...recipientOf(told), purpose, scope: parts, explainedIn, how, fromOn, untilOn: untilOn ?? null })
    return { file, consent }
  },
})

export const withdrawConsent = route({
  name: 'consent.withdraw', kind: 'act', for: writes('consent', 'centre'),
  about: 'A person withdraws a consent. What rested on it alone stops at once: reading ends, mail that waits is dropped, a referral that waits is answered so. Answers who had been told under it.',
  asks: z.strictObject({ file: FileId, consent: z.uuid(), how: How }),
  gives: z.strictObject({ file: FileId, had: z.array(DisclosureLine) }),
  async answers(call, { file, consent: id, how }) {
    const { tx, now, today } = call
    const consent = (await listConsents(tx, file)).find((one) => one.id === id)
    if (!consent || !(await findFile(tx, file))) return notFound
    call.concerns(file)
    if (stateOf(consent, today) === 'withdrawn' || !(await insertWithdrawal(tx, { consent: id, file, on: today, how, at: now }))) return refuse('consent-was-withdrawn', { status: 409, with: { on: consent.withdrawnOn ?? today } })
    await dropMail(tx, id, now)
    const names = await namesFor(call, call.language)
    const had = (await listDisclosures(tx, file)).filter((disclosure) => disclosure.consent === id).map((disclosure) => disclosureLine(disclosure, names, call))
    return { file, had }
  },
})

export const handOut = route({
  name: 'consent.hand-out', kind: 'act', for: writes('consent', 'centre'),
  about: 'Writes down that something about a person is told to another service: which parts, to whom, and on which consent or article it rests. Refused where there is neither.',
  asks: z.strictObject({ file: FileId, recipient: z.string().max(60), scope, basis: z.enum(['consent', 'law']) }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, recipient, scope: parts, basis }) {
    const { tx, now, today, installation } = call
    if (!(await findFile(tx, file))) return notFound
    call.concerns(file)
    if (!parts.every((part) => installation.consent.scopes.some(({ key }) => key === part))) return refuse('consent-scope', { field: 'scope' })
    const told = await recipientFrom(call, recipient)
    if (isRefusal(told)) return told
    const consent = basis === 'consent' ? consentFor(await listConsents(tx, file), told, { parts, today }) : undefined
    if (basis === 'consent' && !consent) return refuse('consent-missing', { field: 'basis' })
    const law = basis === 'law' ? articleFor(installation.consent, installation.pack.law.articles, told.kind, today) : undefined
    if (basis === 'law' && !law) return refuse('article-missing', { field: 'basis' })
    await insertDisclosures(tx, file, [{ ...recipientOf(told), about: 'handed-out', fields: parts, consent: consent?.id ?? null, law: law ?? null, at: now }])
    return { file }
  },
})

export const listSharedFiles = route({
  name: 'consent.list-shared', kind: 'ask', for: anyOf(reads('identity', 'consent-identity'), reads('safe-contact', 'consent-contact')),
  about: 'What persons let the reader\'s office read by their consent alone, and until when. That it was read stands in the ledger of each.',
  asks: z.strictObject({}), gives: SharedView,
  async answers({ tx, shows, now, today }) {
    const shared = await listShared(tx)
    shows(shared.map(({ file }) => file))
    const files = []
    for (const { file, reference, parts, endsAt } of shared) {
      const identity = parts.includes('identity') ? await readIdentity(tx, file) : undefined
      const ways = parts.includes('contact') ? await readWays(tx, file) : []
      files.push({
        file, reference, until: endsAt, name: identity ? [identity.givenNames, identity.familyNames].filter(Boolean).join(' ') : null, birthDate: identity?.birthDate ?? null,
        // Another office sees only what she called safe, with her hours.
        ways: ways.flatMap(({ channel, value, isSafe, rule }) => (isSafe && rule ? [{ channel, value, from: rule.from, until: rule.until, weekdays: [...rule.weekdays], maySay: rule.maySay }] : [])),
      })
    }
    await noteReadByConsent(tx, files.map(({ file, name, ways }) => ({ file, parts: [...(name === null ? [] : ['identity']), ...(ways.length === 0 ? [] : ['contact'])] })), { today, now })
    return { files }
  },
})
