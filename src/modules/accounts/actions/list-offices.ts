import { z } from 'zod'
import { route } from '#platform/doors/route'
import { OfficeId } from '#vocabulary/ids'
import { OfficeKind } from '#vocabulary/office-kind'
import { listOffices } from '../store/office-rows.ts'

export const listDirectory = route({
  name: 'office.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'The directory of offices; it names services and no person.',
  asks: z.strictObject({ kind: OfficeKind.optional() }),
  gives: z.strictObject({
    offices: z.array(z.strictObject({
      id: OfficeId, key: z.string(), kind: OfficeKind, name: z.string(), profession: z.string().nullable(),
      languages: z.array(z.string()), districts: z.array(z.string()), role: z.string(),
    })),
  }),
  async answers({ tx, language }, { kind }) {
    const offices = await listOffices(tx, kind ? { kind, language } : { language })
    return { offices: offices.map((office) => ({ ...office, languages: [...office.languages], districts: [...office.districts] })) }
  },
})
