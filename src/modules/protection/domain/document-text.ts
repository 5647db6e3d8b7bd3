import { z } from 'zod'
import { Day } from '#vocabulary/day'

/** An article as it is printed: its title in the language of the document, and whether a lawyer has compared it with the law. */
const Cited = z.strictObject({ title: z.string().min(1), isVerified: z.boolean() })
/** A name in whatever script and length it was given; nothing of it is corrected. */
const Holder = z.strictObject({ name: z.string().min(1), birthDate: z.string().nullable(), nationality: z.string().nullable() })

const sheet = { isEvaluation: z.boolean() }
const numbered = { ...sheet, number: z.string().min(1), code: z.string().min(1), verifyAt: z.url(), issuedOn: Day, holder: Holder }

/** A document that the authority issues. `document` is its key in the country's procedure; `rights` and `law` are printed only where the document is not discreet. */
const Issued = z.strictObject({
  kind: z.literal('issued'), ...numbered,
  document: z.string().min(1), validFrom: Day, validUntil: Day.nullable(),
  isDiscreet: z.boolean(), rights: z.array(z.string()), law: z.array(Cited),
})

/** A decision that refuses an application or ends a stay on a ground. `remedies` is printed only when the country's law of that day is known and checked. */
const Decision = z.strictObject({
  kind: z.enum(['refusal', 'ending']), ...numbered,
  takesEffectOn: Day, about: z.string().min(1),
  ground: z.strictObject({ label: z.string().min(1), elements: z.array(z.string()), law: z.array(Cited).min(1) }),
  reasons: z.string().nullable(),
  remedies: z.strictObject({ text: z.string().min(1), law: z.array(Cited).min(1) }).nullable(),
})

const Contact = z.strictObject({ name: z.string().min(1), phone: z.string().nullable(), web: z.string().nullable(), note: z.string().nullable() })

/** What the person takes home after a referral: what was passed on, to whom and when. `when` is text, as the reader's clock says it. */
const ReferralRecord = z.strictObject({
  kind: z.literal('referral-record'), ...sheet,
  reference: z.string().min(1), madeAt: z.string().min(1), person: z.string().nullable(),
  from: z.string().min(1), to: z.string().nullable(),
  consent: z.enum(['given', 'by-guardian', 'refused', 'not-asked']),
  shared: z.array(z.strictObject({ what: z.string().min(1), with: z.string().min(1), why: z.string().min(1), when: z.string().min(1) })),
  /** What she agreed to, where the paper is made from her file. */
  consents: z.array(z.strictObject({ what: z.string().min(1), with: z.string().min(1), when: z.string().min(1) })).default([]),
  contacts: z.array(Contact),
})

/** What the law obliges a service to report when the person does not agree: facts about a situation, nobody's name. */
const Notification = z.strictObject({
  kind: z.literal('anonymised-notification'), ...sheet,
  reference: z.string().min(1), madeOn: Day, from: z.string().min(1), to: z.array(z.string().min(1)).min(1),
  place: z.string().nullable(), sector: z.string().nullable(), persons: z.number().int().min(1),
  child: z.enum(['yes', 'no', 'unknown']), indicators: z.array(z.string()), law: z.array(Cited),
})

/** What is printed on a document, already in the language of its reader where it is a name of the law. */
export const DocumentText = z.discriminatedUnion('kind', [Issued, Decision, ReferralRecord, Notification])
export type DocumentText = z.infer<typeof DocumentText>
export type IssuedText = z.infer<typeof Issued>

const dated = <S extends z.ZodRawShape>(shape: S) =>
  z.array(z.strictObject({ from: Day.optional(), to: Day.optional(), ...shape })).min(1)

const texts = <Key extends string>(...keys: readonly Key[]) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, z.string().min(1)])) as Record<Key, z.ZodString>)

/** The fixed sentences of a country's documents in one language. A document whose form changed has one wording for each time. */
export const DocumentWords = z.strictObject({
  common: texts(
    'authority', 'number', 'code', 'holder', 'birthDate', 'nationality', 'issuedOn', 'validFrom', 'validUntil', 'noEnd', 'unknown',
    'check', 'checkPicture', 'specimen', 'specimenLong', 'page', 'basis', 'notVerified', 'facts',
  ),
  issued: z.record(z.string(), dated({ title: z.string().min(1), lead: z.string().min(1), statements: z.array(z.string()), rights: z.string() })),
  decision: z.record(z.enum(['refusal', 'ending']), texts('title', 'lead', 'about', 'takesEffectOn', 'ground', 'elements', 'reasons', 'remedies', 'advice')),
  referralRecord: texts(
    'title', 'lead', 'reference', 'madeAt', 'person', 'from', 'to', 'noneYet', 'consent', 'consentGiven', 'consentByGuardian', 'consentRefused', 'consentNotAsked',
    'shared', 'what', 'with', 'why', 'when', 'nothingShared', 'agreements', 'yours', 'stop', 'who', 'copy', 'keepSafe', 'contacts',
  ),
  notification: texts(
    'title', 'lead', 'reference', 'madeOn', 'from', 'to', 'place', 'sector', 'persons', 'child', 'yes', 'no', 'unclear', 'indicators', 'noIndicators', 'anonymous',
  ),
})
export type DocumentWords = z.infer<typeof DocumentWords>
