import { createHash } from 'node:crypto'
import { renderAsync } from '@resvg/resvg-js'
import { faceFiles } from './face-files.ts'
import { hasFartherLetters } from './words-drawn.tsx'

/** How many dots for each unit of the drawing: sharp on paper at the width of a page. */
const dots = 2
/** How many pictures wait at most; drawing one takes some tenths of a second of a processor. */
const mostWaiting = 20
/** How many are kept, so that what many look at is drawn once. */
const mostKept = 40

const kept = new Map<string, Promise<Uint8Array>>()
let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/**
 * A picture as dots, drawn in Source Sans in a thread of its own. One is drawn at a time, so that a crowd before the public figures
 * keeps nobody from working; whoever comes when too many wait is told so.
 */
export function asPng(picture: string): Promise<Uint8Array | 'busy'> {
  const key = createHash('sha256').update(picture).digest('base64')
  const known = kept.get(key)
  if (known) return known
  if (waiting >= mostWaiting) return Promise.resolve('busy')
  waiting += 1
  const made = last.then(() => rendered(picture)).finally(() => { waiting -= 1 })
  last = made.catch(() => kept.delete(key))
  kept.set(key, made)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  return made
}

async function rendered(picture: string): Promise<Uint8Array> {
  const drawn = await renderAsync(picture, {
    fitTo: { mode: 'zoom', value: dots }, background: '#ffffff',
    // The machine's own faces take long to read and are wanted only for letters that ours lacks.
    font: { loadSystemFonts: hasFartherLetters(picture), fontFiles: [...faceFiles()], defaultFontFamily: 'Source Sans 3', sansSerifFamily: 'DejaVu Sans' },
  })
  return drawn.asPng()
}
