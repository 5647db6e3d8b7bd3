import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Language } from '#vocabulary/language'
import { OfficeKind } from '#vocabulary/office-kind'
import { listDemonstrationAccounts } from '../store/demonstration-rows.ts'

export const ListedAccounts = z.strictObject({
  accounts: z.array(z.strictObject({
    login: z.string(), name: z.string(), officeName: z.string(), officeKind: OfficeKind, profession: z.string(), language: Language,
  })),
})

export const listDemoAccounts = route({
  name: 'session.list-demo',
  kind: 'ask',
  for: 'anyone',
  about: 'Lists the invented people as whom one can sign in; nobody outside the evaluation edition.',
  asks: z.strictObject({}),
  gives: ListedAccounts,
  async answers({ tx, installation, language }) {
    return { accounts: installation.mode === 'evaluation' ? [...(await listDemonstrationAccounts(tx, language))] : [] }
  },
})
