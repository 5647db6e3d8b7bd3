import { renderAsync } from '@resvg/resvg-js'
import { faceFiles } from './face-files.ts'
import { hasFartherLetters } from './words-drawn.tsx'

/** How many dots for each unit of the drawing: sharp on paper at the width of a page. */
const dots = 2

/** A picture as dots, drawn in Source Sans in a thread of its own. */
export async function asPng(picture: string): Promise<Uint8Array> {
  const drawn = await renderAsync(picture, {
    fitTo: { mode: 'zoom', value: dots }, background: '#ffffff',
    // The machine's own faces take long to read and are wanted only for letters that ours lacks.
    font: { loadSystemFonts: hasFartherLetters(picture), fontFiles: [...faceFiles()], defaultFontFamily: 'Source Sans 3', sansSerifFamily: 'DejaVu Sans' },
  })
  return drawn.asPng()
}
