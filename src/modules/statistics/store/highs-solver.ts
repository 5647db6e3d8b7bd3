import { createRequire } from 'node:module'
import type { Highs, InitOptions, Model as HighsModel } from 'highs'
import type { Answer, Model, Program, Row, Solver, SolverAbout, SolverLimits } from '../domain/solver.ts'

// The package's types describe its CommonJS door, so it is opened by that one.
const loadHighs: (options?: InitOptions) => Promise<Highs> = createRequire(import.meta.url)('highs')

/** HiGHS in WebAssembly behind the interface that the domain asks for. One thread: it answers when it is done. */
export async function highsSolver(): Promise<Solver> {
  const highs = await loadHighs()
  return { open: (program, about) => new HeldModel(highs, program, about ?? {}) }
}

/** A time that HiGHS takes for none. */
const noLimit = 1e7

class HeldModel implements Model {
  readonly #highs: Highs
  readonly #model: HighsModel
  #columns: number
  #isWhole: boolean

  constructor(highs: Highs, program: Program, { primal = false, heuristics = true }: SolverAbout) {
    this.#highs = highs
    this.#columns = program.costs.length
    this.#isWhole = program.whole?.some(Boolean) ?? false
    this.#model = highs.createModel(modelData(program))
    // Seed and threads are HiGHS's own constants, so the same table is protected the same way each time.
    this.#model.options.set({ output_flag: false, mip_rel_gap: 0, primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 })
    if (!heuristics) this.#model.options.set({ mip_heuristic_effort: 0 })
    if (primal) this.#model.options.set({ presolve: 'off', simplex_strategy: 4 })
  }

  setCosts(columns: readonly number[], costs: readonly number[]): void {
    const order = rising(columns)
    if (columns.length > 0) this.#model.changeColsCost({ kind: 'set', indices: at(columns, order) }, at(costs, order))
  }

  setBounds(columns: readonly number[], lower: readonly number[], upper: readonly number[]): void {
    const order = rising(columns)
    if (columns.length > 0) this.#model.changeColsBounds({ kind: 'set', indices: at(columns, order) }, at(lower, order), at(upper, order))
  }

  addRows(rows: readonly Row[]): void {
    if (rows.length === 0) return
    this.#model.addRows({ lower: Float64Array.from(rows, (row) => row.lower), upper: Float64Array.from(rows, (row) => row.upper), matrix: matrixOf(rows, this.#columns) })
  }

  dropLastRow(): void {
    const last = this.#model.getDimensions().numRows - 1
    this.#model.deleteRows({ kind: 'set', indices: [last] })
  }

  setWhole(columns: readonly number[] | 'none'): void {
    this.#isWhole = columns !== 'none'
    if (columns === 'none') this.#model.clearIntegrality()
    else if (columns.length > 0) this.#model.changeColsIntegrality({ kind: 'set', indices: columns.toSorted((a, b) => a - b) }, columns.map(() => 1 as const))
  }

  solve({ seconds, nodes, gap = 0 }: SolverLimits = {}): Answer {
    const model = this.#model
    model.zeroAllClocks()
    model.options.set({ time_limit: Math.max(0, seconds ?? noLimit), mip_rel_gap: gap })
    if (nodes !== undefined) model.options.set({ mip_max_nodes: nodes })
    model.run()
    // HiGHS 1.15 now and then loses its way from a remembered answer, and finds it from none.
    if (model.getModelStatus() === this.#highs.constants.modelStatus.unknown) {
      model.clearSolver()
      model.run()
    }
    const code = model.getModelStatus()
    const { colValue, rowDual, colDual } = model.getSolution()
    const status = statusOf(this.#highs, code)
    const objective = model.getObjectiveValue()
    const bound = status === 'optimal' && !this.#isWhole ? objective : this.#isWhole ? Number(model.info.get('mip_dual_bound')) : -Infinity
    return { status, objective, bound, values: colValue, rowDuals: rowDual, columnDuals: colDual }
  }

  close(): void {
    this.#model.dispose()
  }
}

/** HiGHS takes a set of columns in rising order only; nothing to do where they are in order already. */
function rising(columns: readonly number[]): readonly number[] | undefined {
  const isRising = columns.every((column, index) => index === 0 || column > (columns[index - 1] ?? 0))
  return isRising ? undefined : [...columns.keys()].toSorted((a, b) => (columns[a] ?? 0) - (columns[b] ?? 0))
}

const at = (values: readonly number[], order: readonly number[] | undefined): readonly number[] => order?.map((index) => values[index] ?? 0) ?? values

function statusOf({ constants: { modelStatus: says } }: Highs, code: number): Answer['status'] {
  switch (code) {
    case says.optimal: return 'optimal'
    case says.infeasible: return 'infeasible'
    case says.unbounded: case says.unboundedOrInfeasible: return 'unbounded'
    case says.timeLimit: case says.iterationLimit: case says.solutionLimit: case says.interrupted: case says.objectiveBound: case says.objectiveTarget: return 'stopped'
    default: throw new Error(`HiGHS ended with status ${code}`)
  }
}

function modelData({ costs, lower, upper, whole, rows }: Program) {
  return {
    numCols: costs.length, numRows: rows.length, colCost: costs, colLower: lower, colUpper: upper,
    rowLower: rows.map((row) => row.lower), rowUpper: rows.map((row) => row.upper), matrix: matrixOf(rows, costs.length),
    ...(whole?.some(Boolean) ? { integrality: whole.map((each) => (each ? 1 as const : 0 as const)) } : {}),
  }
}

function matrixOf(rows: readonly Row[], numCols: number) {
  const starts = new Int32Array(rows.length + 1)
  for (const [index, { columns }] of rows.entries()) starts[index + 1] = (starts[index] ?? 0) + columns.length
  return {
    format: 'csr' as const, numRows: rows.length, numCols, starts,
    indices: Int32Array.from(rows.flatMap(({ columns }) => columns)), values: Float64Array.from(rows.flatMap(({ values }) => values)),
  }
}
