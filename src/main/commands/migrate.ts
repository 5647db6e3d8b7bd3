import { readConfiguration } from '#platform/configuration'
import type { Command } from '../command-line.ts'
import { openHome } from '../open-home.ts'

export const migrateCommand: Command = {
  usage: 'migrate',
  about: 'bring the database to this version and stop',
  run: async () => {
    const home = await openHome(readConfiguration(), console.log)
    await home.close()
    return 0
  },
}
