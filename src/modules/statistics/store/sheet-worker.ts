import { parentPort } from 'node:worker_threads'
import type { Codebook, Item } from '#codebook'
import { checkSheet, type SheetCheck } from '../domain/deliveries/check-sheet.ts'
import type { SheetTrouble } from '../domain/deliveries/sheet.ts'
import { readSheet, readText } from './read-sheet.ts'

export type SheetJob = { readonly bytes: Uint8Array | null; readonly text: string | null; readonly book: Codebook; readonly item: Item; readonly year: number | null; readonly lastYear: number }
export type SheetDone = { readonly progress: { readonly done: number; readonly of: number } } | { readonly trouble: SheetTrouble } | { readonly check: SheetCheck }

parentPort?.on('message', ({ bytes, text, ...asked }: SheetJob) => {
  const say = (done: SheetDone) => parentPort?.postMessage(done)
  const sheet = bytes === null ? readText(text ?? '') : readSheet(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (typeof sheet === 'string') return say({ trouble: sheet })
  say({ check: checkSheet({ ...asked, sheet, tell: (done, of) => say({ progress: { done, of } }) }) })
})
