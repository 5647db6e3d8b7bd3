export {
  audiences, isPackFaults, itemsFor, packsFor, parseIndicatorPack, signOf, signsOf,
  type Audience, type DimensionPart, type IndicatorItem, type IndicatorPack, type IndicatorRule, type PackFault, type Strength,
} from './indicator-pack.ts'
export { importIndicatorPack, type ImportedPack, type ImportFault } from './import-indicator-pack.ts'
export { type Pattern, type PositiveBy, type Weights } from './dimensions.ts'
export { dutiesOn, type DutyPointer, type Occasion } from './duties-on.ts'
export { reasonKeys, type Reason, type ReasonKey } from './reason.ts'
export { screen, type AgeGroup, type DimensionOutcome, type Observations, type PackOutcome, type Screening, type ScreeningRules } from './screen.ts'
export { areMeansNeeded, smugglingCircumstancesOn, type DetectionRules } from './detection-rules.ts'
export {
  Answer, anonymisedNotification, isAnonymised, isAnswered, isOnChildPath, nextScreen, ReportDraft, screenKeys, screensOf,
  type AnonymisedNotification, type ReportField, type ReportScreen, type ScreenKey, type YesNoUnknown,
} from './report.ts'
export { putAside, questionsFor, type ReportQuestion, type ReportQuestions } from './report-questions.ts'
export { checkReport } from './check-report.ts'
export { draftExpiry, type DraftExpiry, type DraftPeriods } from './draft-expiry.ts'
export { occasionsOf, variantOf, type SuggestedVariant, type Variant, type VariantSuggestion } from './variant-of.ts'
