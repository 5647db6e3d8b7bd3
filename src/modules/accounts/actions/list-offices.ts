import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { OfficeId } from '#vocabulary/ids'
import { OfficeKind } from '#vocabulary/office-kind'
import { writes } from '#vocabulary/place'
import { whoCouldAgree } from '../store/approval-rows.ts'
import { listOffices } from '../store/office-rows.ts'
import { needsApproval } from './four-eyes.ts'

const Directory = z.strictObject({
  offices: z.array(z.strictObject({
    id: OfficeId, key: z.string(), kind: OfficeKind, name: z.string(), profession: z.string().nullable(),
    languages: z.array(z.string()), districts: z.array(z.string()), role: z.string(),
  })),
})

/** Whether a second person has to agree before an account opens, how many other administrators could, and which offices have a lead who could. */
export const Second = z.strictObject({ isAsked: z.boolean(), administrators: z.number(), led: z.array(OfficeId) })

export async function secondOf(call: Call<Actor>): Promise<z.infer<typeof Second>> {
  const { administrators, led } = await whoCouldAgree(call.tx)
  return { isAsked: needsApproval(call, 'open-account'), administrators, led: [...led] }
}

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
  about: 'The offices in which an account can be made, and who could be the second person where one has to agree.',
  asks: z.strictObject({}),
  gives: Directory.extend({ second: Second }),
  answers: async (call) => ({ ...(await directory(call)), second: await secondOf(call) }),
})
