import { z } from 'zod'
import { Figure, HandedOver, hiddenIn, hiddenInHandOvers, provenAt, readFigure, readHandedOver, type ProvenCell } from '#statistics'
import type { Call } from '#platform/doors/call'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { proseOf, wordsOf, type AnalysisText } from '../domain/analysis.ts'
import { citationsIn, figuresIn, handOversIn, pointsIn, typedNumbers, wholeOf, written, type Citation } from '../domain/citation.ts'
import { PrintedPoint } from '../domain/printed-point.ts'

/** The most figures that one text may cite. */
const most = 100

/** What a text cites: released figures, tables of released hand-overs, and figures that reports printed. */
export const Cited = { figures: z.array(Figure), handOvers: z.array(HandedOver), points: z.array(PrintedPoint) }
export type Cited = z.output<z.ZodObject<typeof Cited>>
type Prose = Pick<AnalysisText, 'title' | 'summary' | 'text'>

/** What a text cites, each in the order of reading; what cites a figure that was never released or printed, or a value that is not shown, is refused. `points`: the printed figures as they were kept with it. */
export async function citedIn(call: Pick<Call, 'tx' | 'installation'>, prose: Prose, points?: readonly PrintedPoint[]): Promise<Cited | Refusal> {
  const text = proseOf(prose)
  const [numbers, handed] = [figuresIn(text), handOversIn(text)]
  if (numbers.length + handed.length + pointsIn(text).length > most) return refuse('too-many-figures', { field: 'text', with: { most } })
  const figures: Figure[] = []
  for (const number of numbers) {
    const figure = await readFigure(call, number)
    if (!figure) return refuse('no-such-figure', { field: 'text', with: { number } })
    figures.push(figure)
  }
  const handOvers: HandedOver[] = []
  for (const number of handed) {
    const found = await readHandedOver(call, number)
    if (!found) return refuse('no-such-hand-over', { field: 'text', with: { number } })
    const tables = citationsIn(text).flatMap((each) => (each.number === number && each.table !== undefined ? [each.table] : []))
    handOvers.push({ ...found, tables: found.tables.filter(({ key }) => tables.includes(key)) })
  }
  const known = points ?? printedPoints(call)
  const missing = pointsIn(text).find((point) => !known.some(({ key }) => key === point))
  if (missing !== undefined) return refuse('no-such-point', { field: 'text', with: { point: missing } })
  const made: Cited = { figures, handOvers, points: pointsIn(text).flatMap((point) => known.filter(({ key }) => key === point)) }
  const wrong = citationsIn(text).find((citation) => valueOf(made, citation) === undefined)
  if (wrong) return refuse('no-such-value', { field: 'text', with: { citation: written(wrong), number: wrong.number } })
  // A figure's own page says why a value of it is hidden; of a hand-over a sentence would promise a value that is not there.
  const hidden = citationsIn(text).find((citation) => citation.table !== undefined && citation.codes.length > 0 && typeof valueOf(made, citation) !== 'number')
  return hidden ? refuse('value-not-shown', { field: 'text', with: { citation: written(hidden) } }) : made
}

/** A title that cites would show brackets wherever it is listed. */
export const wrongTitle = ({ title }: Pick<AnalysisText, 'title'>): Refusal | undefined =>
  citationsIn(title).length > 0 || pointsIn(title).length > 0 ? refuse('title-cites', { field: 'title' }) : undefined

export const citedByAuthor = async (call: Pick<Call, 'tx' | 'installation'>, prose: Prose): Promise<Cited | Refusal> => wrongTitle(prose) ?? citedIn(call, prose)

/** The printed figures of the codebook as an analysis keeps them. */
export const printedPoints = ({ installation: { codebook } }: Pick<Call, 'installation'>): readonly PrintedPoint[] =>
  codebook.referencePoints.map(({ key, label, figure, period, source, published, verified }) => ({ key, label, figure, period, source, published, verified: verified !== false }))

/** The part of a hand-over's table that a citation means: the only one, or the one that it names. */
export function partOf({ handOvers }: Pick<Cited, 'handOvers'>, { number, table, part }: Citation) {
  const parts = handOvers.find((each) => each.number === number)?.tables.find(({ key }) => key === table)?.parts ?? []
  return part === undefined ? (parts.length === 1 ? parts[0] : undefined) : parts.find(({ of }) => of === part)
}

/** The value that a citation stands for; of a whole table, which need not have one value, any cell. */
export function valueOf(cited: Pick<Cited, 'figures' | 'handOvers'>, citation: Citation): ProvenCell | undefined {
  if (citation.table === undefined) {
    const figure = cited.figures.find((each) => each.number === citation.number)
    return citation.codes.length === 0 ? figure?.table.cells[0] : figure && provenAt(figure.table, citation.codes)
  }
  if (citation.codes.length === 0) return cited.handOvers.find(({ number }) => number === citation.number)?.tables.find(({ key }) => key === citation.table)?.parts.find(({ of }) => citation.part === undefined || of === citation.part)?.table.cells[0]
  const part = partOf(cited, citation)
  return part && provenAt(part.table, citation.codes)
}

/** Numbers in a text that cite nothing, and those among them that a figure which the text cites keeps hidden: chance or not, a reader would take them for it. */
export const Typed = z.strictObject({ typed: z.array(z.string()), betrays: z.array(z.strictObject({ typed: z.string(), figure: z.number() })) })

export async function typedIn({ tx }: Pick<Call, 'tx'>, prose: Prose): Promise<z.output<typeof Typed>> {
  const typed = typedNumbers(wordsOf(prose))
  const text = proseOf(prose)
  const hidden = [...await hiddenIn(tx, figuresIn(text)), ...await hiddenInHandOvers(tx, handOversIn(text))]
  const betrayed = typed.flatMap((each) => [...new Set(hidden.filter(({ value }) => value === wholeOf(each)).map(({ figure }) => figure))].map((figure) => ({ typed: each, figure })))
  return { typed: [...typed], betrays: betrayed }
}
