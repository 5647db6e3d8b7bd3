import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Language } from '#vocabulary/language'
import { setOwnLanguage } from '../store/account-rows.ts'

export const setLanguage = route({
  name: 'account.set-language',
  kind: 'act',
  for: 'signed-in',
  about: 'Chooses the language in which one reads the screens.',
  asks: z.strictObject({ language: Language }),
  gives: z.strictObject({ language: Language }),
  async answers({ tx }, { language }) {
    await setOwnLanguage(tx, language)
    return { language }
  },
})
