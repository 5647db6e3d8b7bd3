import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { OfficeId } from '#vocabulary/ids'
import { OfficeKind } from '#vocabulary/office-kind'
import { writes } from '#vocabulary/place'
import { listOffices } from '../store/office-rows.ts'

const Directory = z.strictObject({
  offices: z.array(z.strictObject({
    id: OfficeId, key: z.string(), kind: OfficeKind, name: z.string(), profession: z.string().nullable(),
    languages: z.array(z.string()), districts: z.array(z.string()), role: z.string(),
  })),
})

async function directory({ tx, language }: Call, kind?: OfficeKind): Promise<z.infer<typeof Directory>> {
  const offices = await listOffices(tx, kind ? { kind, language } : { language })
  return { offices: offices.map((office) => ({ ...office, languages: [...office.languages], districts: [...office.districts] })) }
}

export const listDirectory = route({
  name: 'office.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'The directory of offices; it names services and no person.',
  asks: z.strictObject({ kind: OfficeKind.optional() }),
  gives: Directory,
  answers: (call, { kind }) => directory(call, kind),
})

// The form to make an account is there for nobody else, though the directory is.
export const listOfficesToJoin = route({
  name: 'account.list-offices',
  kind: 'ask',
  for: writes('accounts', 'charge'),
  about: 'The offices in which an account can be made.',
  asks: z.strictObject({}),
  gives: Directory,
  answers: (call) => directory(call),
})
