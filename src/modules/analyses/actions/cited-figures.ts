import { z } from 'zod'
import { Figure, hiddenIn, provenAt, readFigure, type ProvenCell } from '#statistics'
import type { Call } from '#platform/doors/call'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { citationsIn, figuresIn, typedNumbers, wholeOf, written, type Citation } from '../domain/citation.ts'

/** The most figures that one text may cite. */
const most = 100

/** The figures that a text cites, in the order of reading; what cites a figure that was never released, or a value that it does not have, is refused. */
export async function figuresCited(call: Pick<Call, 'tx' | 'installation'>, text: string): Promise<readonly Figure[] | Refusal> {
  const numbers = figuresIn(text)
  if (numbers.length > most) return refuse('too-many-figures', { field: 'text', with: { most } })
  const figures: Figure[] = []
  for (const number of numbers) {
    const figure = await readFigure(call, number)
    if (!figure) return refuse('no-such-figure', { field: 'text', with: { number } })
    figures.push(figure)
  }
  const wrong = citationsIn(text).find((citation) => valueOf(figures, citation) === undefined)
  return wrong ? refuse('no-such-value', { field: 'text', with: { citation: written(wrong), number: wrong.number } }) : figures
}

/** The value that a citation stands for. */
export const valueOf = (figures: readonly Figure[], { number, codes }: Citation): ProvenCell | undefined => {
  const figure = figures.find((each) => each.number === number)
  return figure && provenAt(figure.table, codes)
}

/** Numbers in a text that cite nothing, and those among them that a figure which the text cites keeps hidden: chance or not, a reader would take them for it. */
export const Typed = z.strictObject({ typed: z.array(z.string()), betrays: z.array(z.strictObject({ typed: z.string(), figure: z.number() })) })

export async function typedIn({ tx }: Pick<Call, 'tx'>, text: string): Promise<z.output<typeof Typed>> {
  const typed = typedNumbers(text)
  const hidden = await hiddenIn(tx, figuresIn(text))
  const betrayed = typed.flatMap((each) => [...new Set(hidden.filter(({ value }) => value === wholeOf(each)).map(({ figure }) => figure))].map((figure) => ({ typed: each, figure })))
  return { typed: [...typed], betrays: betrayed }
}
