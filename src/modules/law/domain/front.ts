export { ActorKind, actorKinds, isOneOf, officeKindOf, professions } from './actor-kind.ts'
export { ArticleKey, inForceOn, Verified, type Dated, type Row } from './dated.ts'
export type { AnswerRow, Country, EmergencyRule, FourEyesRule, Holiday } from './country-schema.ts'
export type { Article, Instrument, Law } from './articles-schema.ts'
export type { District, Offices, PackOffice } from './offices-schema.ts'
export type { FineCoefficient, Offence, Offences, PenaltyTier } from './offences-schema.ts'
export { DutyOccasion, dutyOccasions, type Duties, type DutyRow } from './duties-schema.ts'
export { guardNames, type Guard, type GuardName } from './guard-schema.ts'
export {
  inputKinds, type ChoiceRow, type ConditionRow, type DocumentRow, type GroundRow, type InputKind, type PeriodRow, type ProcedureTable,
  type QuestionSetRow, type StateRow, type StepRow, type VariantRow,
} from './procedure-schema.ts'
export { calendarOf, easterSunday, type Calendar } from './calendar.ts'
export { actorNames } from './actor-names.ts'
export { amendRow, type Pack } from './pack.ts'
export { erasOf, rowOn, rulesFor, type Rule, type Rules } from './rules.ts'
export { checkPack, checkRules, type Finding } from './check-pack.ts'
