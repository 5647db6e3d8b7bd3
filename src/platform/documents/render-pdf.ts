import { existsSync } from 'node:fs'
import { OneThread, ThreadFault } from '../threads/one-thread.ts'
import type { TypstJob } from './typst-worker.ts'

export type PdfRequest = {
  /** Path of a Typst file on the disk. It reads `sys.inputs`: `title`, `language`, `fonts` (JSON) and `data` (JSON); other files of its folder too. */
  readonly template: string
  readonly data: unknown
  /** The language of the document as a BCP 47 code; more than the languages of the screens, because people read others. */
  readonly language: string
  readonly title: string
}

/** A document that could not be made: `busy` and `late` pass, `fault` is ours to mend, `missing` says that the country has no such paper. */
export class DocumentFault extends Error {
  readonly why: 'busy' | 'late' | 'fault' | 'missing'
  constructor(why: DocumentFault['why'], message: string) {
    super(message)
    this.name = 'DocumentFault'
    this.why = why
  }
}

const secondsAtMost = 10
const thread = new OneThread<TypstJob, Uint8Array>(new URL('./typst-worker.ts', import.meta.url), { queueLimit: 200 })

/** Makes a tagged PDF (PDF/UA-1) from a template and data. What people typed travels as JSON and can never become markup. */
export async function renderPdf({ template, data, language, title }: PdfRequest): Promise<Uint8Array> {
  if (!existsSync(template)) throw new DocumentFault('missing', 'the country has no template for this paper')
  try {
    return await thread.ask({ template, inputs: { title, language, data: JSON.stringify(data, printable) } }, secondsAtMost)
  } catch (fault) {
    if (!(fault instanceof ThreadFault)) throw fault
    throw new DocumentFault(fault.why === 'cancelled' ? 'late' : fault.why, `${template}: ${fault.message}`)
  }
}

/** Half characters and the few that PDF/UA forbids, none of which anybody can read, are left out. */
const printable = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replace(/[\u0000\uFEFF\uFFFE\uFFFF]|\p{Surrogate}/gu, '') : value

/** Starts the thread and loads the fonts before the first person waits for a document. */
export const warmDocuments = (): void => thread.warm()

/** Stops the thread; the next document starts another. */
export const stopDocuments = (): Promise<void> => thread.stop()
