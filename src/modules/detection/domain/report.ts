import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { exploitedWheres } from '#vocabulary/place-of-exploitation'

const Key = z.string().min(1).max(120)
export const YesNoUnknown = z.enum(['yes', 'no', 'unknown'])
export type YesNoUnknown = z.infer<typeof YesNoUnknown>

/** The answer to a question by sector. Choices are kept as keys, never as words, so that they mean the same in every language. */
export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yes-no-unknown'), value: YesNoUnknown }),
  z.strictObject({ kind: z.literal('number'), value: z.number() }),
  z.strictObject({ kind: z.literal('choice'), value: Key }),
  z.strictObject({ kind: z.literal('day'), value: Day }),
  z.strictObject({ kind: z.literal('text'), value: z.string() }),
])
export type Answer = z.infer<typeof Answer>

/** What may be filled in so far; every field may be missing, and a missing field is not a no. */
export const ReportDraft = z.strictObject({
  startedOn: Day,
  immediateDanger: YesNoUnknown.optional(),
  contactBroken: YesNoUnknown.optional(),
  age: z.enum(['adult', 'child', 'unsure']).optional(),
  bornOn: Day.optional(),
  unaccompanied: YesNoUnknown.optional(),
  /** Whether the person agrees that her name goes to a centre; asked of adults alone. */
  consent: z.enum(['yes', 'no']).optional(),
  seenOn: Day.optional(),
  place: z.string().max(200).optional(),
  district: Key.optional(),
  sector: Key.optional(),
  signs: z.record(Key, z.enum(['seen', 'not-seen', 'unknown'])).optional(),
  language: Key.optional(),
  interpreterNeeded: YesNoUnknown.optional(),
  sex: z.enum(['female', 'male', 'other', 'unknown']).optional(),
  familyName: z.string().max(200).optional(),
  givenName: z.string().max(200).optional(),
  /** ISO 3166-1 alpha-2 codes. */
  citizenships: z.array(z.string().regex(/^[A-Z]{2}$/)).max(4).optional(),
  exploitedWhere: z.enum(exploitedWheres).optional(),
  /** A district of this country, `several` or `unknown`; asked of who was exploited here alone. */
  exploitedDistrict: Key.optional(),
  /** A country, `several` or `unknown`; asked of who was exploited in another country alone. */
  exploitedCountry: z.string().regex(/^([A-Z]{2}|several|unknown)$/).optional(),
  stay: z.enum(['asylum-applicant', 'closed-centre', 'neither', 'unknown']).optional(),
  diplomaticHousehold: YesNoUnknown.optional(),
  /** `no`, `unknown`, or the circumstances of smuggling that were seen, as keys of the country's detection rules. */
  smuggling: z.union([z.enum(['no', 'unknown']), z.array(Key).min(1)]).optional(),
  answers: z.record(Key, Answer).optional(),
  /** Answers to questions that no longer apply, kept in case they apply again. */
  aside: z.record(Key, Answer).optional(),
})
export type ReportDraft = z.infer<typeof ReportDraft>
export type ReportField = Exclude<keyof ReportDraft, 'startedOn' | 'answers' | 'aside'>

export const screenKeys = [
  'safety', 'age', 'child', 'consent', 'place', 'signs', 'language', 'person', 'exploitation', 'stay', 'circumstances', 'notification', 'check',
] as const
export type ScreenKey = (typeof screenKeys)[number]
export type ReportScreen = { readonly key: ScreenKey; readonly fields: readonly ReportField[]; readonly required: readonly ReportField[] }

const screens: Record<ScreenKey, ReportScreen> = {
  safety: { key: 'safety', fields: ['immediateDanger', 'contactBroken'], required: ['immediateDanger', 'contactBroken'] },
  age: { key: 'age', fields: ['age', 'bornOn'], required: ['age'] },
  child: { key: 'child', fields: ['unaccompanied'], required: ['unaccompanied'] },
  consent: { key: 'consent', fields: ['consent'], required: ['consent'] },
  place: { key: 'place', fields: ['seenOn', 'place', 'district', 'sector'], required: ['seenOn', 'district', 'sector'] },
  signs: { key: 'signs', fields: ['signs'], required: ['signs'] },
  language: { key: 'language', fields: ['language', 'interpreterNeeded'], required: ['language', 'interpreterNeeded'] },
  person: { key: 'person', fields: ['sex', 'familyName', 'givenName', 'citizenships'], required: ['sex'] },
  exploitation: { key: 'exploitation', fields: ['exploitedWhere', 'exploitedDistrict', 'exploitedCountry'], required: ['exploitedWhere'] },
  stay: { key: 'stay', fields: ['stay'], required: ['stay'] },
  circumstances: { key: 'circumstances', fields: ['diplomaticHousehold', 'smuggling'], required: ['diplomaticHousehold', 'smuggling'] },
  // The place in words could betray who is meant, so the notification without consent has only the district.
  notification: { key: 'notification', fields: ['seenOn', 'district', 'sector', 'sex', 'signs'], required: ['seenOn', 'district', 'sector', 'sex', 'signs'] },
  check: { key: 'check', fields: [], required: [] },
}

const path = (...keys: ScreenKey[]): readonly ReportScreen[] => keys.map((key) => screens[key])
const adultPath = path('safety', 'age', 'consent', 'place', 'signs', 'language', 'person', 'exploitation', 'stay', 'circumstances', 'check')
const childPath = path('safety', 'age', 'child', 'place', 'signs', 'language', 'person', 'exploitation', 'stay', 'circumstances', 'check')
const withoutConsentPath = path('safety', 'age', 'consent', 'notification', 'check')

/** Whether the answers put the report on the child's path: a child, or somebody of whom one is not sure. */
export const isOnChildPath = (draft: Pick<ReportDraft, 'age'>): boolean => draft.age === 'child' || draft.age === 'unsure'

/** Whether only the anonymised notification goes out: an adult who does not agree. A child is protected whatever is answered. */
export const isAnonymised = (draft: Pick<ReportDraft, 'age' | 'consent'>): boolean => draft.consent === 'no' && !isOnChildPath(draft)

/** The screens of the urgent report in their order, at most twelve, for the answers so far. */
export function screensOf(draft: ReportDraft): readonly ReportScreen[] {
  const screens = isOnChildPath(draft) ? childPath : isAnonymised(draft) ? withoutConsentPath : adultPath
  const within = withinWhere[draft.exploitedWhere ?? 'unknown']
  return within === undefined ? screens : screens.map((screen) => (screen.key === 'exploitation' ? { ...screen, required: [...screen.required, within] } : screen))
}

/** What is asked within where somebody was exploited. */
export const withinWhere: Readonly<Partial<Record<NonNullable<ReportDraft['exploitedWhere']>, 'exploitedDistrict' | 'exploitedCountry'>>> = { here: 'exploitedDistrict', abroad: 'exploitedCountry' }

/** Whether a field is answered; a list of signs is answered when at least one sign was seen. */
export function isAnswered(draft: ReportDraft, field: ReportField): boolean {
  if (field === 'signs') return Object.values(draft.signs ?? {}).includes('seen')
  const value = draft[field]
  return value !== undefined && value !== ''
}

const isComplete = (draft: ReportDraft, screen: ReportScreen): boolean => screen.required.every((field) => isAnswered(draft, field))

/** The screen after this one, or, without one, the first that still misses an answer; the last is always the check. */
export function nextScreen(draft: ReportDraft, after?: ScreenKey): ReportScreen {
  const all = screensOf(draft)
  const at = all.findIndex((screen) => screen.key === after)
  return (at >= 0 ? all[at + 1] : undefined) ?? all.find((screen) => !isComplete(draft, screen)) ?? screens.check
}

/** What a notification without consent may carry, and nothing more: no name, no birth date, no citizenship, no place in words. */
export type AnonymisedNotification = Pick<ReportDraft, 'age' | 'sex' | 'seenOn' | 'district' | 'sector' | 'signs'>

/** The notification that the law obliges to when an adult does not agree, stripped of whatever could say who she is. */
export function anonymisedNotification({ age, sex, seenOn, district, sector, signs }: ReportDraft): AnonymisedNotification {
  return {
    ...(age && { age }), ...(sex && { sex }), ...(seenOn && { seenOn }), ...(district && { district }), ...(sector && { sector }), ...(signs && { signs }),
  }
}
