import type { DutyOccasion } from '#law'
import type { DetectionRules } from './detection-rules.ts'
import { isAnonymised, isOnChildPath, type ReportDraft } from './report.ts'

/** The variants of the procedure, under the keys of the country's procedure table. */
export type Variant =
  | 'adult' | 'unaccompanied-minor' | 'accompanied-minor' | 'eu-minor' | 'diplomatic-household' | 'aggravated-smuggling'
  | 'belgian-victim' | 'eu-citizen' | 'exploited-abroad' | 'asylum-or-closed-centre'

export type SuggestedVariant = { readonly variant: Variant; readonly because: string }

/** What the answers suggest, for a human to confirm or to change; `also` are the other variants that they touch. */
export type VariantSuggestion = SuggestedVariant & { readonly also: readonly SuggestedVariant[]; readonly confirmedBy: undefined }

/** Suggests the variant of the procedure and says why; a human confirms it, so nothing follows from it by itself. */
export function variantOf(report: ReportDraft, rules: Pick<DetectionRules, 'homeCitizenship' | 'euCitizenships'>): VariantSuggestion {
  const [first = general(report), ...also] = touched(report, rules)
  return { ...first, also, confirmedBy: undefined }
}

const general = (report: ReportDraft): SuggestedVariant =>
  isOnChildPath(report) ? { variant: 'accompanied-minor', because: 'accompanied-child' } : { variant: 'adult', because: 'general' }

function touched(report: ReportDraft, rules: Pick<DetectionRules, 'homeCitizenship' | 'euCitizenships'>): SuggestedVariant[] {
  const isChild = isOnChildPath(report)
  const isNational = report.citizenships?.includes(rules.homeCitizenship) ?? false
  const isEuropean = !isNational && (report.citizenships?.some((code) => rules.euCitizenships.includes(code)) ?? false)
  const found: SuggestedVariant[] = []
  const when = (holds: boolean, variant: Variant, because: string) => void (holds && found.push({ variant, because }))
  when(isNational, 'belgian-victim', 'own-citizenship')
  when(isChild && isEuropean, 'eu-minor', 'child-with-european-citizenship')
  // Not knowing whether an adult is responsible is treated as nobody being there: the child is protected first.
  when(isChild && !isNational && !isEuropean && report.unaccompanied !== 'no', 'unaccompanied-minor', report.unaccompanied === 'yes' ? 'child-alone' : 'child-perhaps-alone')
  when(report.diplomaticHousehold === 'yes', 'diplomatic-household', 'diplomatic-household')
  when(!isChild && isEuropean, 'eu-citizen', 'european-citizenship')
  when(report.exploitedWhere === 'abroad', 'exploited-abroad', 'exploited-abroad')
  when(report.stay === 'closed-centre', 'asylum-or-closed-centre', 'closed-centre')
  when(report.stay === 'asylum-applicant', 'asylum-or-closed-centre', 'asylum-applicant')
  when(Array.isArray(report.smuggling), 'aggravated-smuggling', 'smuggling-circumstances')
  return found
}

/** The occasions on which duties arise from a report itself, beside those that its signs point to. */
export function occasionsOf(report: ReportDraft, rules: Pick<DetectionRules, 'homeCitizenship' | 'euCitizenships'>): readonly DutyOccasion[] {
  if (isAnonymised(report)) return ['no-consent']
  const suggestion = variantOf(report, rules)
  const variants = [suggestion, ...suggestion.also].map(({ variant }) => variant)
  return [
    ...(isOnChildPath(report) ? (['child'] as const) : []),
    ...(variants.includes('belgian-victim') ? (['national'] as const) : []),
    ...(['diplomatic-household', 'asylum-or-closed-centre', 'exploited-abroad'] as const).filter((occasion) => variants.includes(occasion)),
  ]
}
