import { z } from 'zod'
import { findFile } from '#cases'
import { rowOn } from '#law'
import { route } from '#platform/doors/route'
import { DecisionId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { notFound } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { DocumentText } from '../domain/document-text.ts'
import { labelOf } from '../domain/picture.ts'
import { findDecision } from '../store/decision-rows.ts'
import { readProcedure } from '../store/procedure-rows.ts'
import { lawOf } from './law-view.ts'

export const printDecision = route({
  name: 'decision.print',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'What is printed on the letter of a decision that refuses an application or ends a stay; the page of the same name makes a tagged PDF of it.',
  asks: z.strictObject({ decision: DecisionId, language: Language }),
  gives: z.strictObject({ language: Language, text: DocumentText }),
  async answers(call, { decision: id, language }) {
    const { tx, installation } = call
    const stored = await findDecision(tx, id)
    if (!stored || !installation.pack.country.documentLanguages.includes(language)) return notFound
    call.concerns(stored.file)
    const [procedure, file] = [await readProcedure(tx, installation.pack, stored.file), await findFile(tx, stored.file)]
    const input = procedure?.recorded.find(({ number }) => number === stored.stepNumber)?.input
    if (!procedure || input?.kind !== 'ground') return notFound
    const { rules } = procedure.procedure
    const ground = rules.grounds.get(input.ground)
    const row = ground && rowOn(ground, stored.decidedOn)
    if (!row) return notFound
    return {
      language,
      text: {
        kind: stored.kind, isEvaluation: installation.mode === 'evaluation', number: stored.number, code: stored.code,
        verifyAt: `${installation.publicUrl}/check?code=${stored.code}`, issuedOn: stored.decidedOn, takesEffectOn: stored.decidedOn,
        holder: { name: stored.holder, birthDate: stored.birthDate, nationality: file?.citizenship ? (new Intl.DisplayNames([language], { type: 'region' }).of(file.citizenship) ?? null) : null },
        about: labelOf(rules, rules.documents.has(stored.about) ? 'documents' : 'states', stored.about)[language],
        ground: {
          label: ground.label[language], elements: row.elements.filter(({ key }) => input.elements.includes(key)).map(({ label }) => label[language]),
          law: lawOf(rules, language, row.law, row.verified).map(({ title, verified }) => ({ title, isVerified: verified })),
        },
        // The file holds no reasons beyond the ground, and no remedy that a lawyer has checked: the letter is silent rather than wrong.
        reasons: null, remedies: null,
      },
    }
  },
})
