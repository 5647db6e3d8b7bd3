import { z } from 'zod'
import { route } from '#platform/doors/route'
import { notFound } from '#vocabulary/refusal'
import { Audience, rightsLanguages, rightsSheet, type RightsSheet } from '../domain/rights-sheet.ts'

export const RightsView = z.strictObject({ sheet: z.custom<RightsSheet>((value) => typeof value === 'object' && value !== null), languages: z.array(z.string()) })
export type RightsView = z.infer<typeof RightsView>

export const showRights = route({
  name: 'rights.show',
  kind: 'ask',
  for: 'anyone',
  about: 'The rights of a person who may be a victim, in plain words, for an adult or for a child.',
  asks: z.strictObject({ language: z.string().max(20).optional(), audience: Audience.default('adult') }),
  gives: RightsView,
  answers({ installation, language: own, today }, { language = own, audience }) {
    const sheet = rightsSheet(installation.rights, { language, audience, on: today })
    return Promise.resolve(sheet ? { sheet, languages: [...rightsLanguages(installation.rights)] } : notFound)
  },
})
