import { z } from 'zod'
import { findFile } from '#cases'
import { rowOn } from '#law'
import { route } from '#platform/doors/route'
import { DocumentId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { notFound } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { DocumentText } from '../domain/document-text.ts'
import { findDocument } from '../store/document-rows.ts'
import { readProcedure } from '../store/procedure-rows.ts'
import { lawOf } from './law-view.ts'

export const printDocument = route({
  name: 'document.print',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'What is printed on an issued document, in one of the country\'s languages; the page of the same name makes a tagged PDF of it.',
  asks: z.strictObject({ document: DocumentId, language: Language }),
  gives: z.strictObject({ language: Language, text: DocumentText }),
  async answers(call, { document: id, language }) {
    const { tx, installation } = call
    const stored = await findDocument(tx, id)
    if (!stored || !installation.pack.country.documentLanguages.includes(language)) return notFound
    call.concerns(stored.file)
    const [procedure, file] = [await readProcedure(tx, installation.pack, stored.file), await findFile(tx, stored.file)]
    const rule = procedure?.procedure.rules.documents.get(stored.document)
    const row = rule && rowOn(rule, stored.issuedOn)
    if (!procedure || !row) return notFound
    const { rules } = procedure.procedure
    return {
      language,
      text: {
        kind: 'issued' as const, isEvaluation: installation.mode === 'evaluation', document: stored.document, number: stored.number, code: stored.code,
        verifyAt: `${installation.publicUrl}/check?code=${stored.code}`, issuedOn: stored.issuedOn, validFrom: stored.validFrom, validUntil: stored.validUntil,
        holder: { name: stored.holder, birthDate: stored.birthDate, nationality: file?.citizenship ? (new Intl.DisplayNames([language], { type: 'region' }).of(file.citizenship) ?? null) : null },
        isDiscreet: row.discreet, rights: row.rights.map((right) => right[language]),
        law: lawOf(rules, language, row.law, row.verified).map(({ title, verified }) => ({ title, isVerified: verified })),
      },
    }
  },
})
