import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { relationsTo } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { FileId } from '#vocabulary/ids'
import { notFound, type Refusal } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { listDecisions } from '../store/decision-rows.ts'
import { listDocuments } from '../store/document-rows.ts'
import { readProcedure } from '../store/procedure-rows.ts'
import { actsAs, readsAnswers } from './actor-in-file.ts'
import { ProcedureView } from './procedure-view.ts'
import { viewOfProcedure, type Reading } from './view-of-procedure.ts'

/** Everything that a page or a step needs to know of a file's procedure, as this actor may read it. */
export async function readingOf(call: Call<Actor>, file: FileId): Promise<Reading | Refusal> {
  const { tx, actor, today, language, installation } = call
  call.concerns(file)
  const stored = await readProcedure(tx, installation.pack, file)
  if (!stored) return notFound
  const [documents, decisions, officeNames, relations] = [await listDocuments(tx, file), await listDecisions(tx, file), await listOfficeNames(tx, language), await relationsTo(tx, file)]
  return { file, stored, documents, decisions, officeNames, as: actsAs(actor, relations), readsAnswers: readsAnswers(actor), today, language }
}

export const showProcedure = route({
  name: 'procedure.show',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'Where a person stands in the procedure, what may happen next and by whom, the clocks, questions, documents, conditions and history.',
  asks: z.strictObject({ file: FileId }),
  gives: ProcedureView,
  async answers(call, { file }) {
    const reading = await readingOf(call, file)
    return 'refused' in reading ? reading : viewOfProcedure(reading)
  },
})
