import { z } from 'zod'
import { FileHeaderView, readFileHeader } from '#cases'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { FileId } from '#vocabulary/ids'
import { isRefusal } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { ProcedureView } from './procedure-view.ts'
import { readingOf } from './show-procedure.ts'
import { viewOfProcedure } from './view-of-procedure.ts'

const stepsOnAPage = 20
/** The procedure with one page of its history, the latest steps first. */
export const FileView = z.strictObject({ header: FileHeaderView, procedure: ProcedureView, ...pageShape })
export type FileView = z.infer<typeof FileView>

export const showFile = route({
  name: 'procedure.show-file',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'The page of a file: who it is about, as far as the reader may know, and where the person stands.',
  asks: z.strictObject({ file: FileId, page: PageNumber }),
  gives: FileView,
  async answers(call, { file, page }) {
    const reading = await readingOf(call, file)
    if (isRefusal(reading)) return reading
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const procedure = viewOfProcedure(reading)
    const [from, to] = [(page - 1) * stepsOnAPage, page * stepsOnAPage]
    return { header, procedure: { ...procedure, history: procedure.history.slice(from, to) }, page, hasMore: procedure.history.length > to }
  },
})
