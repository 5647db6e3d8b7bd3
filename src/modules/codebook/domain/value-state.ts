import { z } from 'zod'

/** Why a figure is there or is not. `measured` and `provisional` have a number, `known-zero` is the number none, the others have no number at all. */
export const valueStates = ['measured', 'known-zero', 'not-available', 'not-collected', 'not-applicable', 'confidential', 'suppressed', 'provisional'] as const
export const ValueState = z.enum(valueStates)
export type ValueState = z.infer<typeof ValueState>

const missing = ['not-available', 'not-collected', 'not-applicable', 'confidential', 'suppressed'] as const
/** The states of a figure that has no number. */
export type MissingState = (typeof missing)[number]
export const isMissing = (state: ValueState): state is MissingState => (missing as readonly string[]).includes(state)

/** A figure as a source gave it: a blank is none of these, so it can never become a zero on the way. */
export type Figure =
  | { readonly state: 'measured' | 'provisional'; readonly value: number }
  | { readonly state: 'known-zero'; readonly value: 0 }
  | { readonly state: MissingState; readonly value: null }

/** What a sheet wrote in place of a number and what it means, such as `<5` for a number that its source keeps to itself. */
export type Mark = { readonly text: string; readonly state: ValueState }

/** The marks of this system's own templates; what another source writes stands with its item in the codebook. */
export const ownMarks: readonly Mark[] = [
  { text: ':', state: 'not-available' }, { text: ':n', state: 'not-collected' }, { text: ':z', state: 'not-applicable' },
  { text: ':c', state: 'confidential' }, { text: ':s', state: 'suppressed' },
]

export type FigureFault = 'figure-blank' | 'figure-not-a-number' | 'figure-has-separators' | 'figure-not-whole' | 'figure-negative' | 'figure-too-large' | 'state-against-figure'

/** Beyond this no sum of a country is counted in persons or in euro. */
const largest = 1_000_000_000_000

type Written = { readonly written: string | number | null; readonly said?: ValueState | undefined; readonly marks?: readonly Mark[] }

/** Reads one figure with what is said of its state beside it; a blank without a word is a fault and never a zero. */
export function readFigure({ written, said, marks = [] }: Written): Figure | FigureFault {
  const text = typeof written === 'string' ? written.replaceAll(/[\s\u00A0\u202F]+/g, ' ').trim() : written
  if (text === null || text === '') return said !== undefined && isMissing(said) ? { state: said, value: null } : 'figure-blank'
  const mark = [...marks, ...ownMarks].find((each) => each.text === text)
  if (mark && isMissing(mark.state)) return said === undefined || said === mark.state ? { state: mark.state, value: null } : 'state-against-figure'
  const isProvisional = said === 'provisional' || (typeof text === 'string' && /^\d[\d ]*p$/.test(text))
  const value = typeof text === 'number' ? text : numberIn(text)
  if (value === undefined) return typeof text === 'string' && /^\d{1,3}([.,'’]\d{3})+$/.test(text) ? 'figure-has-separators' : 'figure-not-a-number'
  if (value < 0) return 'figure-negative'
  if (!Number.isInteger(value)) return 'figure-not-whole'
  if (value > largest) return 'figure-too-large'
  if (said !== undefined && (isMissing(said) || (said === 'known-zero' && value !== 0))) return 'state-against-figure'
  if (isProvisional) return { state: 'provisional', value }
  return value === 0 ? { state: 'known-zero', value: 0 } : { state: 'measured', value }
}

/** Digits, with spaces between thousands at most: a point or a comma means one thing here and another there. */
function numberIn(text: string): number | undefined {
  const digits = text.replace(/p$/, '').trim()
  if (/^-?\d+$/.test(digits) || /^-?\d{1,3}( \d{3})+$/.test(digits)) return Number(digits.replaceAll(' ', ''))
  return /^-?\d+[.,]\d{1,2}$/.test(digits) ? Number.NaN : undefined
}

/** A figure as the sheets that leave write it: a number, or the mark of why there is none. */
export const writeFigure = (figure: Figure): number | string =>
  figure.value ?? ownMarks.find(({ state }) => state === figure.state)?.text ?? ':'
