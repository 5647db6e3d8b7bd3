export { Facts, Opening, type FactName } from './opening.ts'
export { Answer, StepInput, stepInputSchemas, type InputOf } from './step-input.ts'
export {
  StepTaken, openProcedure, type Application, type ConditionEvidence, type Counted, type IssuedDocument, type OpenClock, type Place,
  type Procedure, type QuestionRound,
} from './procedure.ts'
export type { Need } from './guards.ts'
export { replay, take } from './take.ts'
export { mayHappen, mayTake, whoIsBlocking, type Blocking, type Possible } from './may-happen.ts'
export { labelOf, picture, type Picture, type PicturePlace, type SideExit } from './picture.ts'
export { clocksOf, conditionsOf, documentsOf, questionsOf, type ConditionView, type DocumentView, type RoundView } from './views.ts'
export { inputOf, type InputField, type InputForm, type Option } from './input-of.ts'
export { openOn, variantsFor } from './variants.ts'
export { groundsFor } from './refuse-input.ts'
