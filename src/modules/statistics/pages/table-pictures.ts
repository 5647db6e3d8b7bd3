import { formatDay, pictures } from '#design'
import type { Figure } from '../actions/figure-acts.ts'
import type { CountedView } from '../actions/table-acts.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import type { ReleaseWish } from '../domain/release-wish.ts'
import { titleOf, type Reader } from './code-names.ts'
import { drawn, type Grid, type Value } from './picture-drawings.ts'
import type { PictureKind } from './picture-kinds.ts'
import { aboutCounting, aboutRelease } from './reading.ts'
import { words } from './words.ts'

/** What a picture of a released figure is made of: proven cells and no others. */
export const valueOfProven = (cell: ProvenCell): Value => (typeof cell === 'number' || cell === 'hidden' || cell === 'not-collected' ? cell : null)

/** A live count in the same way. */
export const valuesOfCount = ({ cells, notCollected }: CountedView['table']): readonly Value[] => cells.map((cell, index) => cell ?? (notCollected.includes(index) ? 'not-collected' : null))

/** A released table as a picture that stands by itself. It takes proven cells: a count does not compile here. */
export function pictureOfRelease(call: Reader, figure: Figure, kind: PictureKind): string {
  const say = words(call.language)
  const address = `${call.installation.publicUrl}/figures/${figure.number}`
  const number = say('figure.number', { number: figure.number })
  return pictureOf(call, { dimensions: figure.table.dimensions, values: figure.table.cells.map(valueOfProven), countedOn: figure.countedOn }, kind, {
    wish: figure.wish, below: `${number} · ${say('reading.released')} ${formatDay(figure.releasedOn, call.language)}`, instead: say('picture.elsewhere', { address }),
    reading: [...aboutRelease(call, figure), [number, say('figure.address', { address })]],
  })
}

/** A live table as a picture, which says all over that it is not for release. */
export function pictureOfCount(call: Reader, { wish, countedOn, table }: CountedView, kind: PictureKind): string {
  const say = words(call.language)
  return pictureOf(call, { dimensions: table.dimensions, values: valuesOfCount(table), countedOn }, kind, {
    wish, below: say('counted-on', { day: formatDay(countedOn, call.language) }), instead: say('picture.elsewhere', { address: `${call.installation.publicUrl}/tables` }),
    reading: aboutCounting(call, wish), warning: { short: say('not-for-release'), why: say('not-for-release-why') },
  })
}

type Around = Pick<pictures.PictureText, 'below' | 'reading' | 'warning'> & { readonly wish: ReleaseWish; readonly instead: string }

function pictureOf(call: Reader, grid: Grid, kind: PictureKind, { wish, instead, ...around }: Around): string {
  const { drawing, figures } = drawn(call, grid, kind, { width: pictures.drawingWidth, ids: 'fill' })
  return pictures.pictureFile({ language: call.language, title: titleOf(call, wish), ...around, figures: { ...figures, heading: words(call.language)('picture.figures'), instead } }, drawing)
}
