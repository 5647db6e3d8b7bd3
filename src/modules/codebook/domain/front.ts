export { type AnomalyRule, type CodeList, type Codebook, type Fact, type Item, type ReferencePoint, type Variable } from './codebook-schema.ts'
export { choicesOf, columnsOf, folded, type Choice, type ColumnReader } from './find-code.ts'
export { isMissing, readFigure, valueStates, ValueState, writeFigure, type Figure, type FigureFault, type Mark } from './value-state.ts'
