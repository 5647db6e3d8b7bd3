/** Columns with bounds and costs, rows with bounds: what a solver of linear and integer programs is asked. */
export type Program = {
  readonly costs: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** Columns that must be whole; left out, none. */
  readonly whole?: readonly boolean[]
  readonly rows: readonly Row[]
}
export type Row = { readonly columns: readonly number[]; readonly values: readonly number[]; readonly lower: number; readonly upper: number }

export type SolverLimits = { readonly seconds?: number | undefined; readonly nodes?: number; readonly gap?: number }

/** `stopped` is a limit reached: the values are the best found, if any were, and the bound still holds. */
export type Answer = {
  readonly status: 'optimal' | 'infeasible' | 'unbounded' | 'stopped'
  readonly objective: number
  readonly bound: number
  readonly values: Float64Array
  readonly rowDuals: Float64Array
  readonly columnDuals: Float64Array
}

/** A program that stays in the solver's memory, so that a changed question starts from the last answer. It minimises. */
export interface Model {
  setCosts(columns: readonly number[], costs: readonly number[]): void
  setBounds(columns: readonly number[], lower: readonly number[], upper: readonly number[]): void
  addRows(rows: readonly Row[]): void
  /** Takes back the row that was added last. */
  dropLastRow(): void
  /** From now on columns are whole, or none is. */
  setWhole(columns: readonly number[] | 'none'): void
  solve(limits?: SolverLimits): Answer
  close(): void
}

/** `primal`: costs change from question to question, rows and columns do not. `heuristics`: whether an integer program is searched for good answers on the way to its bound. */
export type SolverAbout = { readonly primal?: boolean; readonly heuristics?: boolean }

/** Whoever solves programs; the algorithms of this module take it as an argument and know no product. */
export interface Solver {
  open(program: Program, about?: SolverAbout): Model
}
