import { pictures } from '#design'
import { download, type Download, type DownloadedFile, type PageCall } from '#platform/doors/page'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { showFigure } from '../actions/figure-acts.ts'
import { countTableRoute } from '../actions/table-acts.ts'
import type { Dimension } from '../domain/table.ts'
import { kindsFor, type PictureKind } from './picture-kinds.ts'
import { wishIn } from './table-address.ts'
import { pictureOfCount, pictureOfRelease } from './table-pictures.ts'

/** The picture that the end of the address names, such as `map.svg`; a table that cannot be drawn in that way has no such address. */
async function pictureNamed(call: PageCall, dimensions: readonly Dimension[], name: string, draw: (kind: PictureKind) => string): Promise<DownloadedFile | Refusal> {
  const asked = call.params['picture'] ?? ''
  const kind = kindsFor(call, dimensions).find((each) => asked === `${each}.svg` || asked === `${each}.png`)
  if (!kind) return notFound
  return pictureAs(asked.endsWith('.svg') ? 'svg' : 'png', draw(kind), `${name}-${kind}`)
}

/** A picture in the form in which it is handed on. */
export async function pictureAs(ending: 'svg' | 'png', picture: string, name: string): Promise<DownloadedFile | Refusal> {
  if (ending === 'svg') return { bytes: new TextEncoder().encode(picture), type: 'image/svg+xml; charset=utf-8', name: `${name}.svg` }
  const bytes = await pictures.asPng(picture)
  return bytes === 'busy' ? refuse('pictures-busy', { status: 429 }) : { bytes, type: 'image/png', name: `${name}.png` }
}

const pictureEndings = ['svg', 'png'] as const
/** Where a table has one picture alone, its address ends like those of its other files. */
export const picturesAt = <Value>(at: (ending: 'svg' | 'png') => Download['at'], of: Pick<Download, 'asks' | 'input' | 'grave'>, draw: (call: PageCall, value: Value) => { readonly picture: string; readonly name: string } | undefined): readonly Download[] =>
  pictureEndings.map((ending) => download({ at: at(ending), ...of, file: async (call, value) => { const drawn = draw(call, value as Value); return drawn ? pictureAs(ending, drawn.picture, drawn.name) : notFound } }))

/** A permanent address for each way of drawing a released figure. */
export const figurePicture = download({
  at: '/figures/:number/:picture', asks: showFigure, input: ({ params }) => ({ number: params['number'] }),
  file: (call, figure) => pictureNamed(call, figure.table.dimensions, `figure-${figure.number}`, (kind) => pictureOfRelease(call, figure, kind)),
})

/** The picture of a live table, for whoever may count. A stranger learns nothing of it, not even that there is a door. */
export const tablePicture = download({
  at: '/tables/:picture', asks: countTableRoute, input: ({ query }) => wishIn(query), grave: true,
  file: (call, view) => pictureNamed(call, view.table.dimensions, 'not-for-release', (kind) => pictureOfCount(call, view, kind)),
})
