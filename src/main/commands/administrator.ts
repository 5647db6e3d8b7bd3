import { createFirstAdministrator, watchers } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { queueMail } from '#platform/mail/outbox-rows'
import { instant } from '#vocabulary/instant'
import type { Command } from '../command-line.ts'
import { openHome } from '../open-home.ts'

export const administratorCommand: Command = {
  usage: 'admin create <login> <name>',
  about: 'make an administrator, the first or another, and print the address of the invitation',
  run: async ([login, ...name]) => {
    if (login === undefined || name.length === 0) {
      console.error('Give a login and a name: ariadne admin create a.voorbeeld "A. Voorbeeld"')
      return 2
    }
    const settings = readConfiguration()
    const home = await openHome(settings, console.log)
    try {
      const code = await createFirstAdministrator(home.db, { login, name: name.join(' '), now: new Date() })
      await tellWatchers(home.db)
      console.log(`Open this address within seven days to set a password: ${settings.ARIADNE_PUBLIC_URL ?? `http://localhost:${settings.PORT}`}/invitation/${code}`)
      return 0
    } finally {
      await home.close()
    }
  },
}

/** Nobody had to agree, so data protection hears of it, where somebody of it has given an address. */
const tellWatchers = (db: Database): Promise<void> => asMigrator(db, async (tx) => {
  for (const { account, language } of await watchers(tx)) await queueMail(tx, { kind: 'digest', about: account, language, now: instant(new Date()) })
})
