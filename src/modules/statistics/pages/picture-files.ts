import { pictures } from '#design'
import { download, type Download, type DownloadedFile } from '#platform/doors/page'
import { notFound, type Refusal } from '#vocabulary/refusal'
import { showFigure } from '../actions/figure-acts.ts'
import { countTableRoute } from '../actions/table-acts.ts'
import type { Dimension } from '../domain/table.ts'
import type { Reader } from './code-names.ts'
import { kindsFor, pictureKinds, type PictureKind } from './picture-kinds.ts'
import { wishIn } from './table-address.ts'
import { pictureOfCount, pictureOfRelease } from './table-pictures.ts'

const formats = ['svg', 'png'] as const
type Format = (typeof formats)[number]

/** The picture in the form that was asked for; a table that cannot be drawn in this way has no such address. */
async function fileOf(call: Reader, dimensions: readonly Dimension[], { kind, format, name }: { readonly kind: PictureKind; readonly format: Format; readonly name: string }, draw: () => string): Promise<DownloadedFile | Refusal> {
  if (!kindsFor(call, dimensions).includes(kind)) return notFound
  const picture = draw()
  return format === 'svg'
    ? { bytes: new TextEncoder().encode(picture), type: 'image/svg+xml; charset=utf-8', name: `${name}.svg` }
    : { bytes: await pictures.asPng(picture), type: 'image/png', name: `${name}.png` }
}

const each = <Made>(make: (kind: PictureKind, format: Format) => Made): readonly Made[] => pictureKinds.flatMap((kind) => formats.map((format) => make(kind, format)))

/** A permanent address for each way of drawing a released figure. */
export const figurePictures: readonly Download[] = each((kind, format) => download({
  at: `/figures/:number/${kind}.${format}`, asks: showFigure, input: ({ params }) => ({ number: params['number'] }),
  file: (call, figure) => fileOf(call, figure.table.dimensions, { kind, format, name: `figure-${figure.number}-${kind}` }, () => pictureOfRelease(call, figure, kind)),
}))

/** The picture of a live table, for whoever may count. A stranger learns nothing of it, not even that there is a door. */
export const tablePictures: readonly Download[] = each((kind, format) => download({
  at: `/tables/${kind}.${format}`, asks: countTableRoute, input: ({ query }) => wishIn(query), unseen: true,
  file: (call, view) => fileOf(call, view.table.dimensions, { kind, format, name: `not-for-release-${kind}` }, () => pictureOfCount(call, view, kind)),
}))
