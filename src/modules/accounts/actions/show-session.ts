import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId, OfficeId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { OfficeKind } from '#vocabulary/office-kind'

export const showSession = route({
  name: 'session.show',
  kind: 'ask',
  for: 'signed-in',
  about: 'Says as whom one is signed in, and until when.',
  asks: z.strictObject({}),
  gives: z.strictObject({
    account: AccountId, name: z.string(), office: OfficeId, officeName: z.string(), officeKind: OfficeKind, profession: z.string(), language: Language, endsAt: z.string(),
  }),
  answers({ actor: { account, name, office, officeName, officeKind, profession, language, sessionEndsAt } }) {
    return Promise.resolve({ account, name, office, officeName, officeKind, profession, language, endsAt: sessionEndsAt })
  },
})
