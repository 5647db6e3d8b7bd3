import type { CellState, Dimension } from './table.ts'

declare const proven: unique symbol

/** What a reader sees of a cell: a figure, that it is hidden, or why there is none. Nothing tells a small figure from one hidden for its sake. */
export type ShownCell = number | 'hidden' | 'not-available' | 'not-collected' | 'not-applicable'

/**
 * A table that may leave the building: pages, files and interfaces take this and no other, so a figure that was not proven safe does not
 * compile there. Only {@link passGate} makes one.
 */
export type ProtectedTable = {
  readonly name: string
  readonly population: string
  readonly countedOn: string
  readonly dimensions: readonly Dimension[]
  readonly cells: readonly ShownCell[]
  /** How it was made safe: nothing was needed, figures are hidden, or all are rounded to multiples of a base. */
  readonly method: 'as-counted' | 'suppressed' | { readonly roundedTo: number }
  readonly provisional: boolean
  readonly [proven]: true
}

/** Why a cell shows no figure, where its service gave none. */
export const stateShown = (state: CellState): ShownCell =>
  state === 'not-collected' || state === 'not-applicable' ? state : 'not-available'
